"""What an import does to a catalogue: products come and change, sizes come and go, files wait in a queue.

Rules: xml_import_products, "Not documented"; xml_import_products_async. Products arrive as typed messages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.catalogue.check import check
from forain.marketplaces.spartoo.catalogue.findings import BY_LIST, Finding, Scope
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import words
from forain.marketplaces.spartoo.sandbox.documents import import_products
from forain.marketplaces.spartoo.sandbox.goods import Goods
from forain.marketplaces.spartoo.sandbox.merging import merge
from forain.marketplaces.spartoo.sandbox.state import Fate, Import, Partner

TREAT: Final = "spartoo.import.treat"
WAITING, NO_DIFFERENCE, GONE, TRANSFER_FAILED, DONE = "1", "2", "3", "4", ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How an import was asked for. `language`: of the site, for the single-country format."""

    language: str
    force_description: bool = False
    force_overwrite: bool = False


class Importer:
    def __init__(self, goods: Goods) -> None:
        self.goods = goods
        self.rules = goods.rules
        self.rules.world.on(TREAT, self.treat)

    def run(self, partner: Partner, products: Sequence[m.ParentProduct], wish: Wish) -> tuple[Fate, ...]:
        """Take products in, one after the other; a bad one does not stop the others."""
        fates = tuple(self._take(partner, product, wish) for product in products)
        if wish.force_overwrite:
            self._empty_the_rest(partner, {product.reference for product in products})
        refused = sum(1 for _, rows in fates if rows[0][0] != OK)
        number = f"import {len(self.rules.world.ledger.entries) + 1}"
        self.goods.record(
            partner,
            "xml_import_products",
            "imported",
            number,
            products=str(len(fates)),
            marked=str(refused),
        )
        return fates

    def _take(self, partner: Partner, product: m.ParentProduct, wish: Wish) -> Fate:
        known = self.goods.find(partner, product.reference)
        found = check(product, wish.language, new=known is None)
        spoiled = [one for one in found if self._spoils(one)]
        if not any(one.scope is Scope.PRODUCT for one in spoiled):
            parent = known or self.goods.new(partner, product.reference)
            in_stock = parent.stock > 0
            merge(parent, _without(product, spoiled), wish.language, wish.force_description, in_stock)
        return product.reference, _rows(found)

    def _spoils(self, finding: Finding) -> bool:
        """Lists only warn unless the switch says that they decide (decision `lists-warn`)."""
        return finding.fatal and (finding.key not in BY_LIST or self.rules.state.switches.lists_decide)

    def _empty_the_rest(self, partner: Partner, sent: set[str]) -> None:
        for parent in self.goods.of(partner):
            if parent.reference not in sent:
                parent.quantity = 0
                for child in parent.children.values():
                    child.quantity = 0

    # Queued files -----------------------------------------------------------------------------------------

    def submit(self, partner: Partner, document: str, wish: Wish) -> Import:
        """A file for later. The same file again is treated at once: there is no difference."""
        world, state = self.rules.world, self.rules.state
        queued = Import(
            token=self.rules.new_token(),
            partner=partner.name,
            language=wish.language,
            document=document,
            force_description=wish.force_description,
            force_overwrite=wish.force_overwrite,
            submitted_at=world.now(),
        )
        state.imports[queued.token] = queued
        world.schedule(world.now() + decisions.QUEUE_TIME, TREAT, queued.token)
        return queued

    def treat(self, token: str) -> None:
        """A queued file's turn has come."""
        queued = self.rules.state.imports[token]
        partner = self.rules.state.partner(queued.partner)
        digest = hashlib.sha256(queued.document.encode()).hexdigest()
        place = (queued.partner, queued.language)
        if self.rules.state.switches.transfer_fails:
            queued.state = TRANSFER_FAILED
        elif self.rules.state.last_files.get(place) == digest:
            queued.state = NO_DIFFERENCE
        else:
            wish = Wish(queued.language, queued.force_description, queued.force_overwrite)
            queued.fates = self.run(partner, import_products(queued.document), wish)
            queued.state = DONE
            self.rules.state.last_files[place] = digest
        queued.document = ""

    def result(self, token: str) -> Import | None:
        """What a result address finds; None when there is nothing (any more)."""
        queued = self.rules.state.imports.get(token)
        if queued is None or self.rules.world.now() - queued.submitted_at > decisions.RESULT_LIFE:
            return None
        return queued


def _rows(found: Iterable[Finding]) -> tuple[tuple[int, str], ...]:
    """A single 1 when all is well. Advice without a code is not told."""
    rows = tuple((one.code, f"{one.place} : {one.words('fr')}") for one in found if one.code)
    return rows or ((OK, words.error(OK)),)


def _without(product: m.ParentProduct, spoiled: Iterable[Finding]) -> m.ParentProduct:
    """The product without the sizes and languages that cannot be taken in."""
    sizes = {one.at for one in spoiled if one.scope is Scope.SIZE}
    tongues = {one.at for one in spoiled if one.scope is Scope.LANGUAGE}
    if not sizes and not tongues:
        return product
    return replace(
        product,
        sizes=tuple(one for at, one in enumerate(product.sizes) if at not in sizes),
        languages=tuple(one for at, one in enumerate(product.languages) if at not in tongues),
    )
