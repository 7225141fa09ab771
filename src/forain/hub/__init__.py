"""The hub: Django, PostgreSQL and workers around the canonical model. It never sees XML (architecture.md section 1)."""
