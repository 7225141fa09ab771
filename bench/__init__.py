"""How fast, and how we know: `python -m bench` prints one table of ratios taken in one run."""
