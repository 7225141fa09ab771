"""Lines that say what is going on while something starts; on stderr, so that a program's output stays clean."""

from __future__ import annotations

import click

from forain.cli.language import say

STEPS: dict[str, str] = {
    "database": "Database…",
    "schema": "Schema…",
    "sandbox": "Sandbox…",
    "web": "Web pages…",
    "worker": "Worker…",
    "orders": "First orders…",
    "connect": "Connecting {name}…",
    "stopping": "Stopping…",
    "stopped": "Stopped.",
    "died": "{name} ended with code {code} and is started again in {wait} s.",
    "killed": "{name} did not stop in time and was ended by force.",
}


def step(code: str, /, **facts: object) -> None:
    """Show a step; `connect:Rakuten` is the step `connect` with a name."""
    name, _, subject = code.partition(":")
    if subject:
        facts["name"] = subject
    click.echo(f"  {say(STEPS[name], **facts)}", err=True)
