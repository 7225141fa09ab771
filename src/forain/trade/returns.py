"""A return: one product of an order on its way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forain.trade.lifecycle import ReturnState


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    reference: str
    order_reference: str
    state: ReturnState
    observed: Mapping[str, str]
    opened_at: datetime | None
    reason: str = ""
    sku: str = ""
    title: str = ""
    product_reference: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
