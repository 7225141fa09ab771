"""Tests of health, metrics, logs and doctor."""
