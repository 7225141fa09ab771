"""Spartoo: a European shoe and fashion marketplace with one seller web service per national site.

Importing this package reads no XML and no HTTP library; `connect` brings them in.
"""

from __future__ import annotations

from forain.marketplaces.spartoo.marketplace import SpartooMarketplace

__all__ = ["marketplace"]

marketplace = SpartooMarketplace()
