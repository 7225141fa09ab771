"""The plan says exactly what is sent; pushes are facts; the breaker stops what would empty a shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take
    from forain.hub.workspaces.models import Workspace


def settle_all(account: Connection) -> None:
    """As if the marketplace had taken everything that is under way, word by word as OFFERS.md says."""
    from django.db import connection

    from forain.hub.offers.models import NOTHING, Push

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offers_listing l SET published = p.digest, published_price_minor = p.price_minor, "
            "published_quantity = p.quantity, published_details = coalesce(p.details, l.published_details), "
            "published_at = now(), sent = NULL, push_id = NULL, refused = NULL, "
            "state = CASE WHEN p.kind = 'end' THEN 'ended' WHEN l.wanted = p.digest THEN 'live' ELSE 'pending' END "
            "FROM offers_pushline p WHERE l.push_id = p.push_id AND l.id = p.listing_id"
        )
    Push.objects.filter(connection=account, state="queued").update(state="done")
    assert NOTHING


def _differences(account: Connection) -> dict[str, tuple[str, dict[str, tuple[object, object]]]]:
    from forain.hub.offers.plan import differences

    return {one.sku: (one.kind.value, dict(one.fields)) for one in differences(account)}


def _file(count: int, price: str = "10.00", quantity: int = 5) -> str:
    return "sku,qty,price,title\n" + "".join(f"S-{n:04d},{quantity},{price},T {n}\n" for n in range(count))


def test_only_what_differs_is_planned_with_old_and_new(take: Take, account: Connection) -> None:
    """New, changed with old → new, ended; then nothing."""
    from forain.hub.offers.pushing import enqueue

    take("sku,qty,price,title\nA,3,12.90,Botte\nB,1,5,Sac\nC,2,7,Gant\n")
    assert {kind for kind, _ in _differences(account).values()} == {"new"}
    assert enqueue(account, actor="test").lines == 3
    settle_all(account)
    assert _differences(account) == {}
    take("sku,qty,price,title,ended\nA,2,12.90,Botte,\nB,1,6,Sac à main,\nC,2,7,Gant,oui\n")
    assert _differences(account) == {
        "A": ("update", {"quantity": (3, 2)}),
        "B": ("update", {"price": (500, 600), "title": ("Sac", "Sac à main")}),
        "C": ("end", {}),
    }


def test_sizes_that_want_different_prices_are_told_where_a_product_has_one(
    take: Take, account: Connection, workspace: Workspace
) -> None:
    """Spartoo: the price stands at the product. Rakuten sells each advert at its own."""
    from forain.hub.offers.checking import looked_at
    from forain.hub.offers.plan import differences
    from forain.hub.testing import account_of

    spartoo = account_of(workspace, "spartoo", name="Spartoo", endpoint="https://spartoo.invalid")
    take(
        "sku,parent,size,qty,price\nA-38,A,38,3,49.90\nA-39,A,39,3,52\nB-38,B,38,1,30\nB-39,B,39,1,30\nC,,,1,9\n"
    )

    def told(one: Connection) -> dict[str, tuple[str, bool, str]]:
        seen = looked_at(one, differences(one))
        return {
            d.sku: (f.code, f.fatal, f.value) for d in seen for f in d.findings if f.code == "family_price"
        }

    both = ("family_price", False, "49.90 / 52.00 EUR")
    assert told(spartoo) == {"A-38": both, "A-39": both}
    assert told(account) == {}
    take("sku,parent,size,qty,price\nA-38,A,38,3,49.90\nA-39,A,39,3,49.90\n")
    assert told(spartoo) == {}


def test_each_change_goes_with_the_fastest_service(take: Take, account: Connection) -> None:
    """A stock-only change takes the small file and says why; content takes the other."""
    from forain.hub.offers.models import PushLine
    from forain.hub.offers.pushing import enqueue

    take(_file(4))
    (first,) = enqueue(account, actor="test").pushes
    assert (first.service, first.counts["new"]) == ("genericimportfile", 4)
    settle_all(account)
    take("sku,qty,price,title\nS-0000,4,10.00,T 0\nS-0001,5,10.00,Autre\n")
    pushes = {one.service: one for one in enqueue(account, actor="test").pushes}
    assert set(pushes) == {"import", "genericimportfile"}
    assert pushes["import"].why["fr"]
    line = PushLine.objects.get(push=pushes["import"])
    assert (line.sku, line.kind, line.fields, line.details, line.quantity) == (
        "S-0000",
        "update",
        ["quantity"],
        None,
        4,
    )


def test_newest_wins_and_one_listing_is_in_one_push(take: Take, account: Connection) -> None:
    """A waiting push is taken back by the next; one that is under way keeps its listings until it is settled."""
    from forain.hub.offers.models import Listing, Push, PushLine
    from forain.hub.offers.pushing import enqueue

    take(_file(2))
    (first,) = enqueue(account, actor="test").pushes
    take("sku,qty\nS-0000,1\n")
    (second,) = enqueue(account, actor="test").pushes
    first.refresh_from_db()
    assert first.state == "taken_back"
    assert sorted(PushLine.objects.values_list("push", "sku", "quantity")) == [
        (second.pk, "S-0000", 1), (second.pk, "S-0001", 5),
    ]  # fmt: skip
    Push.objects.filter(pk=second.pk).update(state="sending")
    take("sku,qty\nS-0000,9\n")
    assert enqueue(account, actor="test").pushes == []
    settle_all(account)
    assert Listing.objects.get(offer__sku="S-0000").state == "pending"
    (third,) = enqueue(account, actor="test").pushes
    assert third.counts == {"new": 0, "update": 1, "end": 0}


def test_a_shop_going_to_zero_is_stopped_explained_and_let_through_by_typing(
    take: Take, account: Connection, workspace: Workspace
) -> None:
    """Nothing is sent; one to-do; the number of offers typed lets exactly that through."""
    from django.apps import apps

    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers import breaker
    from forain.hub.offers.models import Push
    from forain.hub.offers.pushing import enqueue

    Todo = apps.get_model("inbox", "Todo")  # the room above, plugged in
    take(_file(40))
    enqueue(account, actor="test")
    settle_all(account)
    take(_file(30, quantity=0))
    found = enqueue(account, actor="test")
    (stop,) = found.stops
    assert (found.pushes, stop.kind, stop.count, stop.total) == ([], "zero", 30, 40)
    assert "30" in breaker.explain(stop)
    assert not Push.objects.filter(state="queued").exists()
    assert Todo.objects.get(kind="offers_stopped", resolved_at=None).words["count"] == "30"
    enqueue(account, actor="test")
    assert Todo.objects.filter(kind="offers_stopped").count() == 1
    with pytest.raises(NotAllowed, match="30"):
        breaker.confirm(stop, "yes", actor="test")
    breaker.confirm(stop, "30", actor="test")
    assert not Todo.objects.filter(kind="offers_stopped", resolved_at=None).exists()
    assert enqueue(account, actor="test").lines == 30


def test_a_price_collapse_is_stopped(take: Take, account: Connection) -> None:
    """129.00 typed as 12.90 is one offer, and enough."""
    from forain.hub.offers.pushing import enqueue

    take(_file(3, price="129.00"))
    enqueue(account, actor="test")
    settle_all(account)
    take("sku,price,qty\nS-0001,12.90,5\n")
    (stop,) = enqueue(account, actor="test").stops
    assert (stop.kind, stop.count, stop.examples[0]["price_after"]) == ("price", 1, 1290)
    take("sku,price,qty\nS-0001,119.00,5\n")
    assert enqueue(account, actor="test").stops == []
    stop.refresh_from_db()
    assert stop.state == "dismissed", "its cause is gone"


def test_an_account_that_only_observes_is_sent_nothing(take: Take, account: Connection) -> None:
    from forain.hub.connections.models import Connection as Row
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers.pushing import enqueue

    take(_file(1))
    Row.objects.filter(pk=account.pk).update(mode="observe")
    account.refresh_from_db()
    with pytest.raises(NotAllowed) as refusal:
        enqueue(account, actor="test")
    assert refusal.value.code == "observe_mode"
