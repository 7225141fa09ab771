"""Every page renders, in both languages, for every state an order can be in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from forain.hub.web.tests.pages import every_page, speaks

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_renders(marie: Client, merchant: Merchant, language: str) -> None:
    speaks(merchant.person, language)
    for address in every_page(merchant):
        answer = marie.get(address)
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in answer.content.decode(), address


def test_nothing_inline_and_nothing_from_outside(marie: Client, merchant: Merchant) -> None:
    """The content policy would stop it; here it is not even written."""
    for address in every_page(merchant):
        answer = marie.get(address)
        text = answer.content.decode()
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", text), address
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), address
        for outside in re.findall(
            r"""<(?:script|link|img|use|form)[^>]+(?:src|href|action)=["'](https?:[^"']+)""", text
        ):
            pytest.fail(f"{address} wants {outside}")


def test_a_first_start_says_what_to_do(client: Client, person: object) -> None:
    """No connection, no order: the pages lead to connecting."""
    client.force_login(person)  # type: ignore[arg-type]
    assert "/connections/new/" in client.get("/").content.decode()
    for address in ("/orders/", "/inbox/", "/returns/", "/connections/", "/activity/"):
        assert 'class="empty"' in client.get(address).content.decode(), address


def test_list_of_orders_costs_few_queries(marie: Client, merchant: Merchant) -> None:
    """However many orders are shown."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    marie.get("/orders/")
    with CaptureQueriesContext(connection) as queries:
        marie.get("/orders/")
    assert len(queries) <= 15, "\n".join(query["sql"][:120] for query in queries)


def test_money_and_dates_speak_the_language(marie: Client, merchant: Merchant) -> None:
    address = f"/orders/{merchant.orders[9].pk}/"
    speaks(merchant.person, "fr")
    french = marie.get(address).content.decode()
    speaks(merchant.person, "en")
    english = marie.get(address).content.decode()
    assert "4,50\u202f€" in french.replace("\xa0", "\u202f")
    assert "€4.50" in english


def test_an_unknown_word_of_the_marketplace_is_shown_verbatim(marie: Client, merchant: Merchant) -> None:
    assert "WAITING_FOR_GODOT" in marie.get(f"/orders/{merchant.orders[16].pk}/").content.decode()


def test_what_a_marketplace_wrote_is_text_never_markup(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[0]
    order.buyer_name = "<script>alert(1)</script>"
    order.save()
    for address in ("/orders/", f"/orders/{order.pk}/"):
        assert "<script>alert" not in marie.get(address).content.decode()


def test_activity_shows_only_what_it_was_asked_for(marie: Client, merchant: Merchant) -> None:
    from forain.hub.journal.unit import unit
    from forain.trade.events import EventKind

    with unit(merchant.workspace, "marie") as work:
        for kind, account in (
            (EventKind.ORDER_HELD, merchant.rakuten),
            (EventKind.RETURN_SEEN, merchant.spartoo),
        ):
            work.event(kind, "order", account.pk, connection_id=account.pk, reference=f"marker-{kind.value}")
    asked = f"/activity/?about=order&connection={merchant.rakuten.pk}"
    assert "marker-order.held" in marie.get(asked).content.decode()
    for other in (f"/activity/?about=return&connection={merchant.rakuten.pk}", "/activity/?about=claim"):
        assert "marker-" not in marie.get(other).content.decode()
    assert "marker-return.seen" in marie.get(f"/activity/?connection={merchant.spartoo.pk}").content.decode()
