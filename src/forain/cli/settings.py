"""`forain config`: every setting, its value and where it comes from; secrets are never shown."""

from __future__ import annotations

import os
from typing import Any

import click

from forain.cli.language import say
from forain.cli.options import data_option, json_option


@click.group(help=say("Every setting, its value and where it comes from."))
def config() -> None:
    pass


@config.command(help=say("List every setting, its value and where it comes from; secrets stay hidden."))
@data_option
@json_option
def explain(as_json: bool) -> None:
    from forain.cli.show import print_json, table

    found = _settings()
    if as_json:
        print_json(found)
        return
    rows = [(one["variable"], one["value"], one["from"], say(one["meaning"])) for one in found]
    table(("Setting", "Value", "From", "Meaning"), rows, empty="")


def _settings() -> list[dict[str, Any]]:
    from forain.hub.config import Config, default_data

    chosen, in_file = Config(), _in_file(default_data() / "forain.toml")
    return [
        {
            "variable": f"FORAIN_{name.upper()}",
            "value": _shown(getattr(chosen, name)),
            "from": _source(name, in_file),
            "meaning": field.description or "",
        }
        for name, field in Config.model_fields.items()
    ]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "get_secret_value"):
        return say("(set, hidden)")
    return str(value)


def _source(name: str, in_file: dict[str, Any]) -> str:
    variable = f"FORAIN_{name.upper()}"
    if f"{variable}_FILE" in os.environ:
        return f"{variable}_FILE"
    if variable in os.environ:
        return say("environment")
    return "forain.toml" if name in in_file else say("default")


def _in_file(path: Any) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
