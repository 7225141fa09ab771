"""Parcels: a carrier, a number, perhaps an address to follow it, and the lines inside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`carrier` is a code of our registry (`trade/carriers.toml`) or the user's own; `tracking_url` may be empty."""

    carrier: str
    tracking_number: str
    tracking_url: str = ""
    carrier_label: str = ""  #: the name the marketplace wants for this carrier, filled at pre-flight
    lines: tuple[str, ...] = ()
