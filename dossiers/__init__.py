"""The use cases: take in, digitize, find, show, rebuild. Plain Python, no Prefect."""
