"""Tests of the REST API through Django's own request cycle, on a real PostgreSQL."""
