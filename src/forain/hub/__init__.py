"""The hub: orders in, answers and tracking out, with proof (floor 3, Django)."""
