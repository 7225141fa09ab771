"""What `forain sandbox up` says to a person: where the sandbox is, and what to type to connect to it."""

from __future__ import annotations

from typing import Any

from forain.cli.language import say


def announce(addresses: Any, engine: Any) -> None:
    """Addresses and credentials, in the person's language."""
    from rich.console import Console

    from forain.sandbox.control import PREFIX, accounts

    console = Console(highlight=False, soft_wrap=True)
    console.print(say("[bold]The sandbox is running[/] at {url}", url=addresses.url))
    if addresses.tls_url:
        console.print(say("  with TLS at {url}", url=addresses.tls_url))
    console.print(say("  console in a browser at {url}/_console/", url=addresses.url))
    control = f"{addresses.url}{PREFIX}"
    console.print(
        say("  control API at {url} (described in {prefix}/openapi.json)", url=control, prefix=PREFIX)
    )
    for stage, credentials in accounts(engine).items():
        shown = "  ".join(f"{name} [cyan]{value}[/]" for name, value in credentials.items())
        console.print(f"  {stage}: {shown}")
    console.print(say("  seed {seed}; Ctrl-C ends it", seed=engine.world.seed))
