"""Merchants, people and their roles, API keys, and who did what."""
