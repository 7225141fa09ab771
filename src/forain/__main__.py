"""`python -m forain` is the program `forain`."""

import sys

from forain.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
