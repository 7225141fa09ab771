"""Where the web services are (rakuten.md section 1)."""

from __future__ import annotations

from typing import Final

PRODUCTION: Final = "https://ws.fr.shopping.rakuten.com"
#: Rakuten's own test platform; separate accounts, meant for order follow-up only.
RAKUTEN_TEST: Final = "https://sandbox.fr.shopping.rakuten.com"
