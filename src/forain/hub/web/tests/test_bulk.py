"""Many orders at once on the pages: a look, then once, then followed; views and files of the same list."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.orders.models import Order
    from forain.hub.web.tests.fixtures import Merchant


def _ids(orders: list[Order]) -> list[str]:
    return [str(order.pk) for order in orders]


def _asked(order: Order, kind: str = "accept") -> int:
    from forain.hub.outbox.models import Command

    return Command.objects.filter(order_id=order.pk, kind=kind, state="queued").count()


def test_a_look_writes_nothing_and_says_what_is_left_out(marie: Client, merchant: Merchant) -> None:
    orders = [merchant.orders[0], merchant.orders[6]]
    text = marie.post("/orders/bulk/accept/", {"order": _ids(orders)}).content.decode()
    assert _asked(orders[0]) == 0
    assert text.count('name="order"') == 1
    assert orders[1].reference in text


def test_a_run_asks_once_however_often_it_is_sent(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[0]
    for _ in range(2):
        answer = marie.post("/orders/bulk/accept/", {"order": _ids([order]), "step": "run"})
        assert answer.status_code == 302
    assert _asked(order) == 1
    page = marie.get(answer.headers["Location"]).content.decode()
    assert order.reference in page
    assert "<progress" in page


def test_what_was_left_out_is_told_in_the_language_of_the_reader(marie: Client, merchant: Merchant) -> None:
    """Whoever asked read French; a colleague opens the same page in English."""
    from forain.hub.outbox.models import Bulk

    orders = _ids([merchant.orders[0], merchant.orders[6]])
    answer = marie.post(
        "/orders/bulk/accept/", {"order": orders, "step": "run"}, headers={"Accept-Language": "fr"}
    )
    kept = [item["words"] for item in Bulk.objects.get().items if item["code"]]
    assert kept
    page = answer.headers["Location"]
    for language, other in (("fr", "en"), ("en", "fr")):
        merchant.person.language = language
        merchant.person.save()
        text = html.unescape(marie.get(page).content.decode())
        for words in kept:
            assert words[language] != words[other]
            assert words[language] in text
            assert words[other] not in text


def test_the_whole_list_is_what_its_filters_find(marie: Client, merchant: Merchant) -> None:
    query = f"tab=accept&connection={merchant.rakuten.pk}"
    text = marie.post("/orders/bulk/accept/", {"everything": "1", "query": query}).content.decode()
    assert merchant.orders[0].reference in text
    assert merchant.orders[2].reference not in text


@pytest.mark.parametrize("kind", ["ship", "nonsense"])
def test_only_what_is_the_same_for_every_order_is_a_bulk(
    marie: Client, merchant: Merchant, kind: str
) -> None:
    assert marie.post(f"/orders/bulk/{kind}/", {"order": _ids(merchant.orders[:1])}).status_code == 404


def test_a_viewer_may_not(marie: Client, merchant: Merchant) -> None:
    merchant.person.memberships.update(role="viewer")
    for address in ("/orders/bulk/accept/", "/shipments/many/", "/orders/views/"):
        assert marie.post(address, {"order": _ids(merchant.orders[:1])}).status_code == 403
    assert 'class="bulkbar"' not in marie.get("/orders/").content.decode()


def test_parcels_typed_below_each_other_are_looked_at_then_shipped(marie: Client, merchant: Merchant) -> None:
    order, stopped = merchant.orders[4], merchant.orders[10]
    typed = {
        "order": _ids([order, stopped]),
        "carrier_all": "colissimo",
        f"number-{order.pk}": "8R00123456789",
        f"number-{stopped.pk}": "8R00123456790",
    }
    look = marie.post("/shipments/many/", {**typed, "step": "look"}).content.decode()
    assert _asked(order, "ship") == 0
    assert look.count("bg-green-lt") == 1
    answer = marie.post("/shipments/many/", {**typed, "step": "run"})
    assert _asked(order, "ship") == 1
    assert _asked(stopped, "ship") == 0
    assert stopped.reference in marie.get(answer.headers["Location"]).content.decode()


def test_a_file_is_looked_at_then_shipped(marie: Client, merchant: Merchant) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    order = merchant.orders[4]
    content = f"commande;transporteur;suivi\n{order.reference};colissimo;8R00123456789\nX;y;z\n".encode()
    look = marie.post("/shipments/file", {"file": SimpleUploadedFile("a.csv", content)})
    assert _asked(order, "ship") == 0
    kept = look.content.decode().partition('name="content" value="')[2].partition('"')[0]
    answer = marie.post("/shipments/file", {"content": kept, "step": "run"})
    assert _asked(order, "ship") == 1
    assert marie.get(answer.headers["Location"]).status_code == 200
    assert marie.post("/shipments/file", {"content": "no base64!"}).status_code == 302


def test_a_view_is_saved_shared_by_its_address_and_forgotten(marie: Client, merchant: Merchant) -> None:
    from forain.hub.orders.models import SavedView

    marie.post("/orders/views/", {"name": "Relais en retard", "query": "tab=accept&due=overdue&cursor=x&y=z"})
    view = SavedView.objects.get(workspace=merchant.workspace)
    assert view.query == "tab=accept&due=overdue"
    page = marie.get(f"/orders/?{view.query}").content.decode()
    assert "Relais en retard" in page
    assert merchant.orders[2].reference in page
    assert merchant.orders[0].reference not in page
    marie.post(f"/orders/views/{view.pk}/forget")
    assert not SavedView.objects.exists()


def test_the_file_has_the_orders_of_the_list(marie: Client, merchant: Merchant) -> None:
    def rows(address: str) -> str:
        return b"".join(marie.get(address).streaming_content).decode()  # type: ignore[attr-defined]

    assert merchant.orders[0].reference not in rows("/orders/orders.csv?tab=ship")
    assert merchant.orders[4].reference in rows("/orders/orders.csv?tab=ship")
    held = rows("/orders/orders.csv?mark=do_not_ship")
    assert merchant.orders[10].reference in held
    assert merchant.orders[4].reference not in held
    assert merchant.orders[0].reference in rows("/orders/orders.csv?text=strasbourg")
    assert len(rows("/orders/orders.csv?text=introuvable").splitlines()) == 1


def test_tabs_stop_counting_where_it_would_cost(
    marie: Client, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forain.hub.orders import queries

    monkeypatch.setattr(queries, "COUNTED", 3)
    assert queries.tab_counts(merchant.workspace)[""] == 3
    assert queries.tab_counts(merchant.workspace)["ship"] == 2
    assert '<span aria-hidden="true">+</span>' in marie.get("/orders/").content.decode()
