"""Cleaning: from the page as scanned to the picture people see and the one the engine reads."""
