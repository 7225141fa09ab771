"""shiba again, with none of the values read: what it takes before the first attribute can be asked for."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shiba_sales


def prepare(path):
    """Give the function to be timed."""
    return shiba_sales.prepare(path, touched=False)
