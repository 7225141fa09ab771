"""Live parts: sent again only when something changed, and never with what would make them differ by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant

PART = {"HX-Request": "true"}


def _addresses(merchant: Merchant) -> list[str]:
    lists = ["/", "/orders/", "/inbox/", "/returns/", "/connections/", "/activity/"]
    return [*lists, f"/orders/{merchant.orders[0].pk}/", f"/connections/{merchant.rakuten.pk}/"]


def test_an_unchanged_part_costs_no_body(marie: Client, merchant: Merchant) -> None:
    from forain.hub.kit.clock import held_at, now

    with held_at(now()):
        for address in _addresses(merchant):
            first = marie.get(address, headers=PART)
            assert b"<html" not in first.content
            again = marie.get(address, headers={**PART, "If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b""), address


def test_the_page_knows_the_tag_of_what_it_shows(marie: Client, merchant: Merchant) -> None:
    from forain.hub.kit.clock import held_at, now

    with held_at(now()):
        part = marie.get("/orders/", headers=PART)
        assert (
            f'data-etag="{part.headers["ETag"].replace(chr(34), "&quot;")}"'
            in marie.get("/orders/").content.decode()
        )


@pytest.mark.parametrize("state", ["shipped", "cancelled"])
def test_a_change_is_sent(marie: Client, merchant: Merchant, state: str) -> None:
    first = marie.get("/orders/", headers=PART)
    merchant.orders[3].state = state
    merchant.orders[3].save()
    again = marie.get("/orders/", headers={**PART, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_live_parts_hold_no_token(marie: Client, merchant: Merchant) -> None:
    """A security token in a live part would make every answer differ."""
    for address in _addresses(merchant):
        assert b"csrfmiddlewaretoken" not in marie.get(address, headers=PART).content, address
