"""Rakuten France (PriceMinister until 2018): seller web services, a client, a connector and a pretend marketplace.

Importing this package reads no XML and no HTTP library; `connect` brings them in.
"""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.marketplace import RakutenFrMarketplace

__all__ = ["marketplace"]

marketplace = RakutenFrMarketplace()
