"""Outward to back offices: events are signed, delivered, retried, replayed (Standard Webhooks)."""
