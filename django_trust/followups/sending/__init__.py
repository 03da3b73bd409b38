"""Sending what is due: any number of workers on any number of hosts share the rows of one table."""
