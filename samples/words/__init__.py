"""Word lists the invented papers are made of."""
