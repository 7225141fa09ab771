"""Where `forain` begins. Imports nothing at the top: `--version` and `--help` must cost about what Python costs."""


def main() -> int:
    """Run the command line of this process; the exit code says how it ended (see `forain help exit-codes`)."""
    import sys

    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from forain.__about__ import __version__

        sys.stdout.write(f"forain {__version__}\n")
        return 0
    if arguments in ([], ["--help"], ["-h"], ["help"]):
        from forain.cli.front import help_page

        sys.stdout.write(help_page())
        return 0
    from forain.cli.program import run

    return run(arguments)
