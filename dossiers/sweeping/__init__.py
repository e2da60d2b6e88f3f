"""Proves that nothing was lost: all that is stored is walked in order and compared with what names it."""
