"""How to talk politely to a marketplace: flows, retries, pacing and errors, with a sync and an async driver."""
