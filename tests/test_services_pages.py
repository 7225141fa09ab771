"""The reference of the services in the documentation says what is so, for every room, and leaves nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.coverage import ROOT
from tools.services import references

from forain.testing.services import Reference, held, public
from forain.testing.services_page import outdated, page, path_of, write

EVERY = {one.room: one for one in references()}
ROOMS = pytest.mark.parametrize("room", list(EVERY.values()), ids=lambda one: one.room)


def test_both_rooms_have_a_reference() -> None:
    assert set(EVERY) == {"rakuten", "spartoo"}


@ROOMS
def test_the_pages_are_up_to_date(room: Reference) -> None:
    """`python -m tools.services` writes them anew."""
    assert outdated(room, ROOT) == []


@ROOMS
def test_a_stale_or_missing_page_is_found(room: Reference, tmp_path: Path) -> None:
    assert len(outdated(room, tmp_path)) == 2
    write(room, tmp_path)
    assert outdated(room, tmp_path) == []
    french = path_of(room, "fr", tmp_path)
    french.write_text(french.read_text("utf-8").replace("oui", "non", 1), "utf-8")
    assert outdated(room, tmp_path) == [french]


@ROOMS
def test_every_service_and_every_method_of_both_clients_is_told(room: Reference) -> None:
    told = {method for service in room.services for method in service.methods}
    assert {service.name for service in room.services} == set(room.offer.operations)
    assert told == public(room.blocking) == public(room.asynchronous)


@ROOMS
def test_records_have_names_of_their_own_and_fields(room: Reference) -> None:
    """Names become anchors."""
    names = [record.__name__ for record in room.records()]
    assert len(set(names)) == len(names)
    assert all(list(held(record)) for record in room.records())


def test_what_a_call_does_comes_from_the_sandbox_s_ledger() -> None:
    effects = {one.name: one.effects for one in EVERY["rakuten"].services}
    assert effects["acceptsale"] == ("accepted",)
    assert effects["getnewsales"] == ()


def test_a_section_has_all_that_is_asked_of_it() -> None:
    text = page(EVERY["rakuten"], "en")
    section = text.partition("\n## `cancelitem`\n")[2].partition("\n## ")[0]
    for part in (
        "Give an accepted item up.",
        "`GET /sales_ws?action=cancelitem`",
        "`2011-02-02`",
        "look before you repeat",
        "Quota family: `cancelitem`",
        "in the ledger: `cancelled`",
        "| `comment` | yes | sent to the buyer; 400 characters at most |",
        "async def cancelitem(item_id: str, comment: str) -> CancelledItem",
        "forain call rakuten cancelitem itemid=ITEMID comment=COMMENT",
        "| `IncorrectStatusError` | `This item cannot be cancelled` | `WrongState` |",
    ):
        assert part in section, part
