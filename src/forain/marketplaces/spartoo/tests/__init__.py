"""Proofs about Spartoo's room, through real bytes and the pretend server."""
