"""Tests of the web application over a real store and index, through real HTTP."""
