"""Withdrawing from a contract (Directive 2011/83/EU, Art. 9 to 16) and asking to return goods elsewhere."""
