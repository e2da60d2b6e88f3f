"""The kinds of paper the generator can write, one module a kind."""
