"""Prefect around the use cases: runs, retries, artifacts. Nothing is decided here."""
