"""Bytes of a file to rows of texts: what it is, how it is encoded, what is wrong with it."""
