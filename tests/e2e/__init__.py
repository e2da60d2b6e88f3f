"""The whole system from outside: real servers, a real browser."""
