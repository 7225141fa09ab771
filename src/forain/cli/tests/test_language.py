"""French is complete: every sentence the source can say has its French with the same facts, and none is left over."""

from __future__ import annotations

import string

import pytest

from forain.cli.commands import COMMANDS
from forain.cli.exits import MEANING
from forain.cli.french import FRENCH
from forain.cli.french_lent import CLICK, DATABASE
from forain.cli.language import language, say
from forain.cli.tests.sentences import sentences
from forain.hub.config import Config
from forain.hub.database.errors import SENTENCES

#: Labels of facts made from names in code.
LABELS = {"Address", "Cluster", "Data", "Kind", "Logs", "Pid", "Sandbox", "Since", "Socket dir", "Version"}


def settings() -> set[str]:
    return {field.description or "" for field in Config.model_fields.values()}


def test_every_sentence_has_its_french() -> None:
    missing = (sentences() | settings() | LABELS) - set(FRENCH)
    assert not missing


def test_no_french_is_left_over() -> None:
    levels = {"ok", "warn", "fail", "connection"}
    unused = set(FRENCH) - sentences() - settings() - LABELS - levels - set(CLICK)
    assert not unused


@pytest.mark.parametrize("catalogue", [FRENCH, {SENTENCES[code]: text for code, text in DATABASE.items()}])
def test_both_languages_use_the_same_facts(catalogue: dict[str, str]) -> None:
    for english, french in catalogue.items():
        assert facts(english) == facts(french), english


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_failure_of_the_database_has_its_french() -> None:
    assert set(DATABASE) == set(SENTENCES)


def test_tables_have_both_languages() -> None:
    assert all(english and french for _, english, french in COMMANDS.values())
    assert all(english and french for english, french in MEANING.values())


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "FORAIN_LANG": "fr"}, "fr"),
        ({"LANG": "", "LC_MESSAGES": "fr_BE"}, "fr"),
    ],
)
def test_first_variable_that_is_set_decides(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORAIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_facts_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_LANG", "fr")
    assert say("{port} is free", port=8000) == "8000 est libre"
