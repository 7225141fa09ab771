"""Seller accounts: sealed credentials, mode, health, quota and what is read when."""
