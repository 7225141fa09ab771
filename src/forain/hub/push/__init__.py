"""Outward: drain the outbox, settle outcomes, look uncertain ones up."""
