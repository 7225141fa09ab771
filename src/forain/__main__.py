"""`python -m forain` is the program `forain`."""

from forain.cli.entry import main

if __name__ == "__main__":
    main()
