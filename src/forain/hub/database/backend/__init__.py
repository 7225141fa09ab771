"""Django's PostgreSQL backend, which tells the server whose rows exist (`scope.py`) before it asks anything."""
