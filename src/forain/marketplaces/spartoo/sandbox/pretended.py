"""The pretend world as the services see it: its rules, its goods and what imports do to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forain.marketplaces.spartoo.sandbox.answers import Document
from forain.marketplaces.spartoo.sandbox.goods import Goods
from forain.marketplaces.spartoo.sandbox.importing import Importer
from forain.marketplaces.spartoo.sandbox.reading import Asked
from forain.marketplaces.spartoo.sandbox.rules import Rules
from forain.marketplaces.spartoo.sandbox.state import Partner


@dataclass(frozen=True, slots=True)
class Pretended:
    rules: Rules
    goods: Goods
    importer: Importer

    @classmethod
    def of(cls, rules: Rules) -> Pretended:
        goods = Goods(rules)
        return cls(rules, goods, Importer(goods))


Service = Callable[[Pretended, Partner, Asked], Document]
