"""Reproducible measurements: what the reviews widgets cost, beside their limit, their floor and a peer."""
