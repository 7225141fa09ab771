"""No secret passes the logs, whatever it is in; JSON lines are JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from forain.hub.config import config
from forain.hub.ops import logs

SECRET = "e3d9728e2e9204bb9bf90dc1bd221415"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    logs._words.clear()
    logs._odd.clear()


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://ws.fr/sales_ws?login=me&pwd={SECRET}&version=1",
        f"partenaire={SECRET}",
        f"token: {SECRET}",
        f'{{"password": "{SECRET}"}}',
        f"Authorization: Bearer {SECRET}",
        f"Set-Cookie: sessionid={SECRET}; Path=/",
        f"postgresql://forain:{SECRET}@/forain?host=/run",
        f"api_key={SECRET}",
    ],
)
def test_secrets_by_name(text: str) -> None:
    assert SECRET not in logs.redact(text)
    assert logs.MARK in logs.redact(text)


def test_secrets_by_value_in_any_spelling() -> None:
    logs.keep_secret(["p&ss w/rd", "abc"])
    shown = logs.redact("p&ss w/rd p%26ss%20w%2Frd p%26ss+w%2Frd abc")
    assert shown == f"{logs.MARK} {logs.MARK} {logs.MARK} abc"


def test_credentials_that_were_opened_are_never_written() -> None:
    from forain.hub.kit.sealed import seal, unseal

    logs.set_up_logs()
    unseal(seal({"login": "atelier", "token": SECRET}))
    assert logs.redact(f"atelier had {SECRET}.") == f"atelier had {logs.MARK}."


def test_values_under_secret_names_and_inside_containers() -> None:
    event = {
        "event": "x",
        "Authorization": "Basic abc",
        "api_token": "t",
        "facts": {"pwd": "p", "n": 1},
        "l": ["token=v"],
    }
    shown = logs.redact_event(None, "", event)
    assert shown == {
        "event": "x",
        "Authorization": logs.MARK,
        "api_token": logs.MARK,
        "facts": {"pwd": logs.MARK, "n": 1},
        "l": [f"token={logs.MARK}"],
    }


def test_ordinary_words_stay() -> None:
    text = "visited 3 connections; tokens were counted, partenaires listed, no password here"
    assert logs.redact(text) == text


def test_libraries_and_tracebacks_are_redacted_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config(), "log_json", True)
    logs.keep_secret([SECRET])
    logs.set_up_logs("web")
    logging.getLogger("some.library").warning("asked %s", f"https://x/?token={SECRET}")
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger("ours").exception("failed", url=f"http://u:{SECRET}@h/")
    lines = capsys.readouterr().err.splitlines()
    first, second = map(json.loads, lines)
    assert SECRET not in "".join(lines)
    assert (first["level"], first["logger"], first["process"]) == ("warning", "some.library", "web")
    assert second["event"] == "failed"
    assert "ValueError" in second["exception"]
