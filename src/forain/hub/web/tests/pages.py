"""Addresses of every page, for tests that look at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forain.hub.web.tests.fixtures import Merchant
    from forain.hub.workspaces.models import User

LISTS = (
    "/",
    "/orders/",
    "/orders/?tab=accept",
    "/orders/?tab=nonsense",
    "/orders/?text=l%C3%A9f",
    "/orders/?cursor=nonsense&connection=nonsense",
    "/orders/?due=overdue&mark=held&since=2026-01-01&until=nonsense",
    "/orders/bulk/",
    "/shipments/",
    "/inbox/",
    "/inbox/?kind=claim",
    "/inbox/?cursor=nonsense",
    "/inbox/?overdue=1&assignee=marie&connection=nonsense",
    "/inbox/?snoozed=1",
    "/threads/",
    "/threads/?unread=1&cursor=nonsense",
    "/claims/",
    "/claims/?phase=closed",
    "/replies/",
    "/replies/new/",
    "/returns/",
    "/returns/?tab=refused",
    "/connections/",
    "/connections/new/",
    "/connections/new/rakuten_fr/",
    "/connections/new/spartoo/",
    "/activity/",
    "/activity/?before=9",
    "/activity/?about=order&connection=nonsense",
    "/exchanges/",
    "/exchanges/?outcome=failed&connection=nonsense&cursor=nonsense&text=login",
    "/offers/",
    "/offers/?text=LMP&state=live&after=A",
    "/offers/plan/",
    "/offers/imports/",
    "/offers/sources/new/",
    "/offers/pushes/",
    "/offers/pushes/?cursor=nonsense",
    "/offers/errors/",
    "/offers/errors/?connection=nonsense",
    "/skus/",
    "/skus/?tab=products&cursor=nonsense",
    "/skus/?tab=aliases",
    "/skus/?tab=rules",
    "/carriers/",
    "/consumers/",
    "/webhooks/",
    "/webhooks/new/",
    "/keys/",
    "/people/",
    "/people/new/",
    "/password/",
    "/audit/",
    "/audit/?actor=marie&action=order&before=99",
    "/settings/",
    "/settings/clocks/",
    "/erasures/",
    "/setup/",
    "/help/orders/",
)


def every_page(merchant: Merchant) -> list[str]:
    """Whole pages: each begins with a doctype."""
    from forain.hub.exchanges.models import Exchange
    from forain.hub.inbox.models import Claim, Thread, Todo
    from forain.hub.offers.models import Push
    from forain.hub.returns.models import Return
    from forain.hub.webhooks.models import Endpoint

    webhooks = Endpoint.objects.filter(workspace=merchant.workspace)
    push = Push.objects.get(workspace=merchant.workspace, reference="3381")
    exchange = Exchange.objects.filter(workspace=merchant.workspace).earliest("started_at")
    returned = Return.objects.filter(workspace=merchant.workspace).earliest("first_seen_at")
    connection = f"/connections/{merchant.rakuten.pk}"
    todo = Todo.objects.filter(workspace=merchant.workspace).earliest("opened_at")
    of_line = Thread.objects.filter(workspace=merchant.workspace).order_by("partner")
    return [
        *LISTS,
        *(f"/orders/{one.pk}/" for one in merchant.orders),
        f"/orders/{merchant.orders[0].pk}/refuse",
        f"/orders/{merchant.orders[4].pk}/ship",
        f"/orders/{merchant.orders[4].pk}/erase",
        f"/orders/{merchant.orders[11].pk}/erase",
        f"/exchanges/{exchange.pk}/",
        f"/returns/{returned.pk}/",
        *(f"/threads/{one.pk}/" for one in of_line),
        *(f"/claims/{one.pk}/" for one in Claim.objects.filter(workspace=merchant.workspace)),
        *(f"/inbox/{todo.pk}/{what}" for what in ("resolve", "snooze", "assign")),
        f"/offers/pushes/{push.pk}/",
        f"/offers/pushes/{push.pk}/?outcome=rejected&cursor=nonsense",
        f"/offers/errors/{merchant.rakuten.pk}/correct?cause=60:fabricant%7Cbrand",
        f"/offers/replace/{merchant.rakuten.pk}/",
        *(f"/webhooks/{one.pk}/{what}" for one in webhooks for what in ("", "change")),
        f"{connection}/",
        f"{connection}/mode?mode=paused",
        f"{connection}/credentials",
    ]


def speaks(person: User, language: str) -> None:
    from forain.hub.workspaces.models import Language

    person.language = Language(language)
    person.save(update_fields=["language"])
