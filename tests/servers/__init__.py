"""Starts the real MinIO, Elasticsearch and Prefect that tests run against, and stops them for certain."""
