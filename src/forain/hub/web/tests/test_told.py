"""To-dos and events tell what happened in a whole sentence, whatever facts they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant


@pytest.mark.parametrize(
    "facts", [{}, {"title": "Lampe", "lines": "3"}, {"words": "50 % <b>", "lines": "x", "title": "T"}]
)
def test_every_kind_of_to_do_can_be_told(facts: dict[str, str]) -> None:
    from forain.hub.inbox.models import Todo, TodoKind
    from forain.hub.inbox.told import told

    for kind in TodoKind:
        words = told(Todo(kind=kind, words=facts))
        assert "%(" not in words
        assert not facts.get("title") or facts["title"] in words


def test_every_event_has_its_sentence() -> None:
    from forain.hub.web.event_words import SENTENCES, sentence
    from forain.trade.events import EventKind

    assert {kind.value for kind in EventKind} == set(SENTENCES)
    for kind in EventKind:
        assert sentence(kind.value, {"words": "50 %"})
    assert sentence("from.the.future", {}) == "from.the.future"


def test_the_inbox_tells_facts_in_the_language(marie: Client, merchant: Merchant) -> None:
    from forain.hub.web.tests.pages import speaks

    speaks(merchant.person, "en")
    page = marie.get("/inbox/").content.decode()
    assert "itemstatus=WAITING_FOR_GODOT" in page
    assert "€0.30" in page
    assert "and 2 more lines" in page


def test_every_blank_of_every_sentence_is_known() -> None:
    """Else the first page would break on the first to-do of that kind."""
    import re

    from forain.hub.inbox.told import _BLANKS, SENTENCES, _blanks

    for kind, sentence in SENTENCES.items():
        named = set(re.findall(r"%\((\w+)\)s", str(sentence)))
        assert named <= set(_BLANKS), kind
        assert named <= _blanks({}).keys(), kind
