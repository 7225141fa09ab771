"""Carriers: the open registry with a workspace's own, and what each is called on each account."""
