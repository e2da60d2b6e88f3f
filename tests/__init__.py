"""Tests of every package, bottom up; see CONTRIBUTING.md for how to run them."""
