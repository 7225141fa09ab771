"""The proof: what was sent to marketplaces and what they answered, redacted and compressed."""
