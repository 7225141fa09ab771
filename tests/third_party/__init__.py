"""Programs by strangers, made for the real services, against the sandbox."""
