"""Forain: a hub for sellers on European marketplaces, and a sandbox of the marketplaces themselves."""
