"""A server that behaves like the marketplaces' web services, and misbehaves on request."""
