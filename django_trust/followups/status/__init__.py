"""The page of one order: where it is, what comes next, what its buyer can do."""
