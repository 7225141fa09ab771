"""Commands waiting, sending, unknown, settled: intents that are facts before they are calls."""
