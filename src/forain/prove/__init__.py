"""Proofs: a real hub with real workers against a sandbox that misbehaves, held against the sandbox's own truth."""
