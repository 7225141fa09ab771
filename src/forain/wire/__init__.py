"""Bytes to typed messages and back, without knowing what they mean."""
