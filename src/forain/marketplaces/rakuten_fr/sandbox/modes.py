"""Shipping modes: their labels and codes, and which address blocks come with them (rakuten.md section 11.4)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Mode:
    """`label` is what sales carry, `alias` the name in stock files; `blocks` the addresses that are sent."""

    label: str
    alias: str
    delivery: bool = False
    billing: bool = False
    relay: bool = False
    prepaid: bool = False  #: the marketplace gives a label
    numbered: bool = True  #: there is a tracking number for the seller to tell
    list_label: str = ""  #: the label in getavailableshippingtypes, where it differs


MODES: Final = (
    Mode("Normal", "NORMAL", delivery=True, numbered=False),
    Mode("Suivi", "SUIVI", delivery=True),
    Mode("Recommandé", "RECOMMANDE", delivery=True),
    Mode("Express", "EXPRESS_DELIVERY", delivery=True, list_label="Livraison express"),
    Mode("So Colissimo", "SO_RECOMMANDE", billing=True, prepaid=True, numbered=False),
    Mode("Chronopost", "CHRONOPOST", billing=True, prepaid=True, numbered=False),
    Mode("Point relais Mondial Relay", "MONDIAL_RELAY", billing=True, relay=True),
    Mode("Relais Kiala", "KIALA", billing=True, relay=True),
    Mode("Shop2Shop by Chronopost", "SHOP2SHOP", billing=True, relay=True, prepaid=True, numbered=False),
    Mode("Retrait chez le vendeur", "PICKUP", billing=True, numbered=False),
    Mode("Click and Collect", "CLICK_AND_COLLECT", billing=True, relay=True, numbered=False),
)

BY_LABEL: Final = MappingProxyType({one.label: one for one in MODES})
#: The modes getavailableshippingtypes calls basic, in the recorded order.
BASIC: Final = MODES[:4]
