"""Proofs about the codec, all through real bytes."""
