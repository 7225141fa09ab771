"""Pages of the workspace: people, keys, SKUs, limits, reads in depth. Each changes what it says, for those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant

ONLY_ADMINISTRATORS = (
    "/people/new/",
    "/keys/",
    "/audit/",
    "/skus/products",
    "/skus/rules",
    "/consumers/new",
    "/settings/clocks/set",
)


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_only_administrators_change_the_workspace(marie: Client, merchant: Merchant, role: str) -> None:
    merchant.person.memberships.update(role=role)
    for address in ONLY_ADMINISTRATORS:
        assert marie.post(address).status_code == 403, address
    assert marie.post("/settings/", {"name": "Autre", "ship_from": "FR"}).status_code == 403
    merchant.workspace.refresh_from_db()
    assert merchant.workspace.name == "Atelier Lumière"


def test_a_password_is_shown_once_and_opens(marie: Client, merchant: Merchant) -> None:
    from django.contrib.auth import authenticate

    typed = {"username": "paul", "full_name": "Paul Martin", "role": "operator", "language": "fr"}
    text = marie.post("/people/new/", typed).content.decode()
    password = text.partition('id="secret">')[2].partition("<")[0]
    person = authenticate(username="paul", password=password)
    assert person is not None
    assert password not in marie.get("/people/").content.decode()
    assert marie.post("/people/new/", typed).status_code == 422


def test_the_last_administrator_stays(marie: Client, merchant: Merchant) -> None:
    mine = merchant.person.memberships.get()
    for what in ("role", "remove"):
        marie.post(f"/people/{mine.pk}/{what}", {"role": "viewer"})
    mine.refresh_from_db()
    assert mine.role == "admin"


def test_people_of_another_workspace_are_not_there(marie: Client, merchant: Merchant) -> None:
    from forain.hub.workspaces.models import Membership, User, Workspace

    other = Workspace.objects.create(name="Ailleurs")
    theirs = Membership.objects.create(workspace=other, user=User.objects.create_user("eve"), role="admin")
    for what in ("role", "remove", "password"):
        assert marie.post(f"/people/{theirs.pk}/{what}", {"role": "viewer"}).status_code == 404


def test_nobody_takes_over_who_belongs_elsewhere_too(marie: Client, merchant: Merchant) -> None:
    from forain.hub.workspaces.models import Membership, User, Workspace

    eve = User.objects.create_user("eve", password="une longue phrase")
    here = Membership.objects.create(workspace=merchant.workspace, user=eve, role="viewer")
    Membership.objects.create(workspace=Workspace.objects.create(name="Ailleurs"), user=eve, role="admin")
    marie.post(f"/people/{here.pk}/password")
    eve.refresh_from_db()
    assert eve.check_password("une longue phrase")


def test_a_key_works_until_it_is_revoked(marie: Client, merchant: Merchant) -> None:
    from forain.hub.workspaces.keys import verify
    from forain.hub.workspaces.models import ApiKey

    text = marie.post("/keys/", {"name": "erp", "role": "operator"}).content.decode()
    key = text.partition('id="secret">')[2].partition("<")[0]
    assert verify(key) is not None
    assert key not in marie.get("/keys/").content.decode()
    marie.post(f"/keys/{ApiKey.objects.get().pk}/revoke")
    assert verify(key) is None


def test_ones_own_password_changes_and_one_stays_logged_in(marie: Client, merchant: Merchant) -> None:
    wrong = {"old_password": "autre chose", "new_password": "une phrase encore plus longue"}
    assert marie.post("/password/", wrong).status_code == 422
    right = {**wrong, "old_password": "une longue phrase"}
    assert marie.post("/password/", right).status_code == 302
    merchant.person.refresh_from_db()
    assert merchant.person.check_password("une phrase encore plus longue")
    assert marie.get("/orders/").status_code == 200


def test_a_parked_order_goes_on_once_its_sku_is_mapped(marie: Client, merchant: Merchant) -> None:
    from forain.hub.orders.models import Line, Order

    order = merchant.orders[4]
    line = order.lines.all()[0]
    marie.post("/skus/products", {"sku": "MA-REF", "title": "Baskets"})
    Line.objects.filter(pk=line.pk).update(needs_mapping=True)
    Order.objects.filter(pk=order.pk).update(parked=True)
    assert line.sku in marie.get("/skus/").content.decode()
    marie.post("/skus/alias", {"alias": line.sku, "sku": "MA-REF", "connection": str(order.connection_id)})
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.parked, line.merchant_sku) == (False, "MA-REF")


def test_rules_are_kept_in_the_order_of_their_numbers(marie: Client, merchant: Merchant) -> None:
    from forain.hub.skus.models import Rules

    typed = {"place-gtin": "1", "place-sku": "2", "patterns": "FR-{sku}\n"}
    marie.post("/skus/rules", typed)
    row = Rules.objects.get(workspace=merchant.workspace)
    assert (row.strategies, row.patterns) == (["gtin", "sku"], ["FR-{sku}"])
    assert "FR-{sku}" in marie.get("/skus/?tab=rules").content.decode()


def test_a_limit_is_set_and_taken_back(marie: Client, merchant: Merchant) -> None:
    from forain.hub.clocks.models import ClockRule

    marie.post("/settings/clocks/set", {"name": "ship", "amount": "24", "unit": "hours"})
    rule = ClockRule.objects.get(workspace=merchant.workspace)
    assert f"/settings/clocks/{rule.pk}/reset" in marie.get("/settings/clocks/").content.decode()
    marie.post(f"/settings/clocks/{rule.pk}/reset")
    assert not ClockRule.objects.exists()


def test_reads_in_depth_begin_and_stop_from_the_page(marie: Client, merchant: Merchant) -> None:
    from forain.hub.connections.models import Scan

    page = f"/connections/{merchant.rakuten.pk}"
    marie.post(f"{page}/read/backfill", {"since": "2026-01-01"})
    scan = Scan.objects.get(connection=merchant.rakuten)
    assert "<progress" in marie.get(f"{page}/").content.decode()
    marie.post(f"/scans/{scan.pk}/stop")
    scan.refresh_from_db()
    assert scan.state == "stopped"


def test_a_test_order_is_made_from_the_page(marie: Client, merchant: Merchant) -> None:
    answer = marie.post(f"/connections/{merchant.rakuten.pk}/test-order")
    assert "TEST-" in marie.get(answer.headers["Location"]).content.decode()


def test_help_is_a_drawer_and_a_page(marie: Client, merchant: Merchant) -> None:
    assert "<html" not in marie.get("/help/orders/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in marie.get("/help/orders/").content.decode()
    assert marie.get("/help/nonsense/").status_code == 404


def test_a_day_of_closing_moves_the_merchants_own_limit_and_no_other(
    marie: Client, merchant: Merchant
) -> None:
    """Both run in working days; the marketplace's does not know when the shop is closed."""
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    from forain.connect.contract import Certainty
    from forain.hub.clocks.effective import due, running

    found = running(merchant.rakuten, "ship")
    assert found is not None
    theirs = replace(found.clock, amount=timedelta(days=2), working_days=True)
    own = replace(theirs, certainty=Certainty.MERCHANT)
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    answer = marie.post("/settings/clocks/closed", {"days": "24/11/2026 Inventaire\n\n2026-12-26"})
    assert answer.headers["Location"] == "/settings/clocks/"
    ours = due(own, monday, merchant.rakuten)
    assert (ours - due(theirs, monday, merchant.rakuten)).days == 1
    page = marie.get("/settings/clocks/").content.decode()
    assert "2026-11-24 Inventaire\n2026-12-26</textarea>" in page


def test_a_day_that_cannot_be_read_is_told_and_nothing_typed_is_lost(
    marie: Client, merchant: Merchant
) -> None:
    answer = marie.post("/settings/clocks/closed", {"days": "2026-12-26\nle 31 février"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "le 31 février</textarea>" in text
    assert 'id="closed-error"' in text
    merchant.workspace.refresh_from_db()
    assert merchant.workspace.closed_days == []


def test_exchanges_are_kept_as_long_as_the_workspace_says(marie: Client, merchant: Merchant) -> None:
    """A shorter span than the server's forgets earlier; nobody else's exchanges go with them."""
    from datetime import timedelta

    from forain.hub.exchanges.models import Exchange
    from forain.hub.exchanges.retention import forget_old
    from forain.hub.kit.clock import now

    rows = Exchange.objects.filter(workspace=merchant.workspace)
    rows.update(started_at=now() - timedelta(days=20))
    assert forget_old() == 0
    given = {"name": "Atelier", "ship_from": "FR", "exchange_days": "14"}
    assert marie.post("/settings/", {**given, "exchange_days": "3"}).status_code == 422
    assert marie.post("/settings/", given).status_code == 302
    assert rows.exists()
    assert forget_old() > 0
    assert not rows.exists()
