"""Bridges to other packages: each is optional, and says what to install when that is missing."""
