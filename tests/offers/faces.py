"""The two ways to work with offers: the REST API and the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class Face(Protocol):
    """Answers are the API's shapes on both sides."""

    def take(self, file: Path) -> Any: ...
    def plan(self, connection: Any) -> Any: ...
    def push(self, connection: Any) -> Any: ...
    def report(self, push: str, outcome: str = "") -> Any: ...
    def pushes(self, connection: Any) -> Any: ...
    def errors(self, connection: Any) -> Any: ...
    def fix(self, connection: Any, cause: str, operation: str, *, apply: bool, **told: str) -> Any: ...
    def todos(self) -> list[str]: ...


class Rest:
    """A program with a key."""

    def __init__(self, workspace: Any) -> None:
        from forain.hub.api.tests.world import caller

        self.api = caller(workspace)

    def take(self, file: Path) -> Any:
        from django.test import Client

        answer = Client().post(
            f"/api/v1/offers/import?name={file.name}",
            data=file.read_bytes(),
            content_type="application/x-ndjson",
            headers=dict(self.api.headers),
        )
        assert answer.status_code == 200, answer.content[:500]
        return json.loads(answer.content)

    def plan(self, connection: Any) -> Any:
        return self.api.get(f"/offers/plan/{connection.pk}").json

    def push(self, connection: Any) -> Any:
        return self._post("/offers/push", {"connection_id": str(connection.pk)})

    def report(self, push: str, outcome: str = "") -> Any:
        query = {"outcome": outcome, "limit": 200} if outcome else {"limit": 200}
        lines = self.api.get(f"/pushes/{push}/lines", query).json
        return {"push": self.api.get(f"/pushes/{push}").json, "lines": lines}

    def pushes(self, connection: Any) -> Any:
        return self.api.get("/pushes", {"connection": str(connection.pk), "limit": 200}).json["items"]

    def errors(self, connection: Any) -> Any:
        return self.api.get("/offer-errors", {"connection": str(connection.pk)}).json["items"]

    def fix(self, connection: Any, cause: str, operation: str, *, apply: bool, **told: str) -> Any:
        wish = {"connection": str(connection.pk), "cause": cause, "operation": operation, "apply": apply}
        return self._post("/offer-errors/correct", {**wish, **told})

    def todos(self) -> list[str]:
        return [one["kind"] for one in self.api.get("/todos").json["items"]]

    def _post(self, path: str, body: Any) -> Any:
        answer = self.api.post(path, body)
        assert answer.status in (200, 202), answer.text
        return answer.json


class Terminal:
    """A person at the command line; `read` gives what the command wrote since the last time."""

    def __init__(self, read: Callable[[], tuple[str, str]]) -> None:
        self.read = read

    def take(self, file: Path) -> Any:
        return self._run("offers", "import", str(file))

    def plan(self, connection: Any) -> Any:
        (found,) = self._run("offers", "plan", "--connection", connection.name)
        return found

    def push(self, connection: Any) -> Any:
        (found,) = self._run("offers", "push", "--connection", connection.name)
        return found

    def report(self, push: str, outcome: str = "") -> Any:
        only = ("--outcome", outcome) if outcome else ()
        return self._run("offers", "report", push, *only, "--limit", "200")

    def pushes(self, connection: Any) -> Any:
        return self._run("offers", "report", "--connection", connection.name, "--limit", "200")["items"]

    def errors(self, connection: Any) -> Any:
        return self._run("offers", "errors", "--connection", connection.name)["items"]

    def fix(self, connection: Any, cause: str, operation: str, *, apply: bool, **told: str) -> Any:
        how = {
            "set": ("--set", told.get("value", "")),
            "replace": ("--replace", told.get("find", ""), told.get("value", "")),
            "drop": ("--drop",),
            "resend": ("--resend",),
        }[operation]
        really = ("--apply",) if apply else ()
        return self._run("offers", "fix", cause, *how, "--connection", connection.name, *really)

    def todos(self) -> list[str]:
        return [one["kind"] for one in self._run("inbox", "list")["items"]]

    def _run(self, *arguments: str) -> Any:
        from forain.cli.program import run

        os.environ["FORAIN_LANG"] = "en"
        self.read()
        code = run([*arguments, "--json"])
        out, err = self.read()
        assert code in (0, 5), (arguments, out, err)
        return json.loads(out)
