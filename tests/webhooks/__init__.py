"""Tests of webhooks: a receiver over real HTTP, and what comes of it in the tables."""
