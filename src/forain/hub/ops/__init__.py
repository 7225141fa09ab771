"""Health, metrics, logs, doctor."""
