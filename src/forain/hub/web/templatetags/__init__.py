"""Tags and filters all rooms' templates use."""
