"""French of every sentence the command line says, and of Click's own words. Keys are the English sentences."""

FRENCH: dict[str, str] = {}
