"""The shop window: what listing finds, and the tree of its categories."""
