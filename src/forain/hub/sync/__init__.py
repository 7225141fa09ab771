"""Inward: visit a connection, read what is due, take it in."""
