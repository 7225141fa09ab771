"""The two ways a person or program asks Forain for something: the REST API and the command line. A journey that is
given a face runs the same on both."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Told:
    """What came back: the JSON, or the words of a refusal. `code` is told by REST only."""

    ok: bool
    data: Any
    words: str = ""
    code: str = ""


class Face(Protocol):
    """Orders and returns are named as the marketplace names them."""

    def order(self, name: str, action: str, **details: Any) -> Told: ...
    def show(self, name: str) -> Any: ...
    def preview(self, kind: str, names: Sequence[str]) -> Told: ...
    def bulk(self, kind: str, names: Sequence[str]) -> Told: ...
    def returned(self, name: str, action: str, **details: Any) -> Told: ...
    def show_return(self, name: str) -> Any: ...
    def decide(self, command: str, said: str) -> Told: ...


class Rest:
    """A program with a key."""

    def __init__(self, workspace: Any) -> None:
        from forain.hub.api.tests.world import caller

        self.api = caller(workspace)

    def order(self, name: str, action: str, **details: Any) -> Told:
        return self._post(f"/orders/{self._order(name)}/{action}", details)

    def show(self, name: str) -> Any:
        return self.api.get(f"/orders/{self._order(name)}").json

    def preview(self, kind: str, names: Sequence[str]) -> Told:
        return self._post("/orders/bulk/preview", {"kind": kind, "orders": list(names)})

    def bulk(self, kind: str, names: Sequence[str]) -> Told:
        return self._post("/orders/bulk", {"kind": kind, "orders": list(names)})

    def returned(self, name: str, action: str, **details: Any) -> Told:
        paper: Path | None = details.pop("file", None)
        if paper is not None:
            content = b64encode(paper.read_bytes()).decode()
            details["file"] = {"name": paper.name, "content": content}
        return self._post(f"/returns/{self._return(name)}/{action}", details or None)

    def show_return(self, name: str) -> Any:
        return self.api.get(f"/returns/{self._return(name)}").json

    def decide(self, command: str, said: str) -> Told:
        return self._post(f"/commands/{command}/decide", {"decision": said})

    def _post(self, path: str, body: Any) -> Told:
        answer = self.api.post(path, body)
        if answer.status in (200, 202):
            return Told(True, answer.json)
        assert answer.status in (409, 422), answer.text
        return Told(False, answer.json, answer.json["detail"], answer.code)

    def _order(self, name: str) -> str:
        found = self.api.get("/orders", {"text": name}).json["items"]
        return str(next(one["id"] for one in found if one["reference"] == name))

    def _return(self, name: str) -> str:
        found = self.api.get("/returns", {"limit": 200}).json["items"]
        return str(next(one["id"] for one in found if one["reference"] == name))


class Terminal:
    """A person at the command line; `read` gives what the command wrote since the last time."""

    def __init__(self, read: Callable[[], tuple[str, str]]) -> None:
        self.read = read

    def order(self, name: str, action: str, **details: Any) -> Told:
        command = {"mark-lost": "lost", "mark-undeliverable": "undeliverable"}.get(action, action)
        lines = [word for line in details.pop("lines", ()) for word in ("--line", line)]
        told = self._run("orders", command, name, *lines, *_options(details), "--json")
        return Told(told.ok, {"commands": told.data}, told.words)

    def show(self, name: str) -> Any:
        return self._run("orders", "show", name, "--json").data

    def preview(self, kind: str, names: Sequence[str]) -> Told:
        return self._run("orders", kind, *names, "--preview", "--json")

    def bulk(self, kind: str, names: Sequence[str]) -> Told:
        """Flagged orders end the command with a code of its own; what it did stands in its answer."""
        told = self._run("orders", kind, *names, "--json")
        return Told(True, told.data, told.words)

    def returned(self, name: str, action: str, **details: Any) -> Told:
        told = self._run("returns", action, name, *_options(details), "--json")
        return Told(told.ok, {"commands": told.data}, told.words)

    def show_return(self, name: str) -> Any:
        return self._run("returns", "show", name, "--json").data

    def decide(self, command: str, said: str) -> Told:
        told = self._run("commands", said, command, "--json")
        return Told(told.ok, told.data[0] if told.ok else None, told.words)

    def _run(self, *arguments: str) -> Told:
        from forain.cli.program import run

        os.environ["FORAIN_LANG"] = "en"
        self.read()
        code = run(arguments)
        out, err = self.read()
        assert code in (0, 5), (arguments, out, err)
        return Told(code == 0, json.loads(out) if out.strip() else None, err)


def _options(details: dict[str, Any]) -> list[str]:
    names = {"tracking_number": "tracking", "tracking_url": "tracking-url"}
    return [
        word
        for name, value in details.items()
        for word in (f"--{names.get(name, name)}", str(value))
        if value
    ]
