"""A merchant's offers for the benches: the same file, the same table, whoever measures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HEAD = "sku;quantity;price;title;brand;gtin\n"


def lines(count: int, *, changed: int = 0) -> Iterator[str]:
    """Rows of the file; `changed` of them, evenly spread, have another price than with 0."""
    chance = random.Random(6)
    every = count // changed if changed else 0
    for number in range(count):
        quantity, price = chance.randrange(1, 50), chance.randrange(500, 30_000)
        if every and number % every == 0:
            price += 100
        yield f"SKU-{number:08d};{quantity};{price // 100}.{price % 100:02d};Chaussure modèle {number};Marque {number % 97};{3_000_000_000_000 + number}\n"


def write(path: Path, count: int, *, changed: int = 0) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(lines(count, changed=changed))


@contextmanager
def merchant() -> Iterator[tuple[Any, Any]]:
    """A hub on a server of its own, and one account that sells; forgotten afterwards."""
    from forain.hub.testing import account_of, prepare

    prepare()
    from forain.hub.workspaces.models import Workspace

    workspace = Workspace.objects.create(name="bench")
    account = account_of(workspace)
    try:
        yield workspace, account
    finally:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE offers_offer, offers_listing, offers_push, offers_pushline CASCADE")


def publish_all() -> None:
    """As if the marketplace had confirmed everything that is wanted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offers_listing l SET published = wanted, published_price_minor = wanted_price_minor, "
            "published_quantity = wanted_quantity, published_details = o.details, published_at = now(), state = 'live' "
            "FROM offers_offer o WHERE o.id = l.offer_id"
        )
        cursor.execute("VACUUM ANALYZE offers_listing")
        cursor.execute("VACUUM ANALYZE offers_offer")
