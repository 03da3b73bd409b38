"""The right to write to somebody: a ledger by keyed hash of the address, and the law of the country."""
