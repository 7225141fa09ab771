"""PostgreSQL for the hub: an embedded server by default, any other by one address, and backups of both."""
