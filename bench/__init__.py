"""Measure the product beside the programs people would otherwise use; nothing imports this."""
