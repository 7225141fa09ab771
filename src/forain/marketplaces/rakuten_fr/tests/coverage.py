"""What is covered of Rakuten France, gathered from declarations, clients, the sandbox and the tests."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Iterator

from forain.marketplaces.rakuten_fr import connector, looking_up, sending
from forain.marketplaces.rakuten_fr.calls import offer
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient, RakutenFrClient
from forain.marketplaces.rakuten_fr.sandbox.services import HANDLERS
from forain.marketplaces.rakuten_fr.tests.good_calls import GOOD
from forain.marketplaces.rakuten_fr.tests.provoked import ROWS, versions_of
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import OURS
from forain.marketplaces.rakuten_fr.tests.seen import SEEN
from forain.testing.coverage import Coverage, Refusal, Row

NOTES = {
    "en": "Sources of the rows: `seed` and `doc` are pages of Rakuten's, `client` is code or a recording of somebody "
    "who used the real service, `inferred` is ours because nobody recorded it. The codes 10 to 70 of an import's lines "
    "are marks in its report and are provoked in the same test. `listing_old` is listing on its path of before 2015.",
    "fr": "Sources des lignes : `seed` et `doc` sont des pages de Rakuten, `client` est du code ou un enregistrement de "
    "quelqu'un qui a utilisé le vrai service, `inferred` est de nous, car personne ne l'a enregistré. Les codes 10 à 70 "
    "des lignes d'un import sont des marques dans son rapport et sont provoqués par le même test. `listing_old` est "
    "listing sur son chemin d'avant 2015.",
}


def coverage() -> Coverage:
    rows = tuple(row for service in ROWS for row in _rows(service))
    refusals = tuple(
        Refusal(
            service=service,
            code=row.head[1],
            words=row.detail or row.head[2],
            error=row.error.__name__,
            source=row.source,
        )
        for service, found in ROWS.items()
        for row in found
    )
    return Coverage(room="rakuten", name="Rakuten France", rows=rows, notes=NOTES, refusals=refusals)


def _rows(service: str) -> Iterator[Row]:
    operation = offer.operations[service]
    for version in operation.versions or ("",):
        rows = [row for row in ROWS[service] if version in versions_of(service, row)]
        yield Row(
            service=service,
            version=version,
            client=_method(service) if service in GOOD else "",
            sandbox=service in GOOD and operation.name in HANDLERS,
            hub=_used(service) and version == operation.version,
            repeatable=operation.repeatable,
            documented=any(row.source != OURS for row in rows),
            provoked=tuple(row.head[1] for row in rows),
            seen=SEEN.get((service, version), ()),
        )


def _method(service: str) -> str:
    name = f"{service}_" if keyword.iskeyword(service) else service
    both = hasattr(RakutenFrClient, name) and hasattr(AsyncRakutenFrClient, name)
    return name if both else ""


def _used(service: str) -> bool:
    return any(
        f".{_method(service)}(" in inspect.getsource(module) for module in (connector, looking_up, sending)
    )
