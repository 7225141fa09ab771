"""Commands for people who work on Forain; nothing here is needed to run it."""
