"""Codes of ours for what Rakuten tells in words only: bad lines of flat files, and pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

#: Words looked for in the reason of importreport, the first that fits decides: code, field of an offer.
_FLAT: Final[Sequence[tuple[str, str, str]]] = (
    ("annonce non trouvee", "import.not_found", "sku"),
    ("plusieurs annonces", "import.several", "sku"),
    ("colonnes", "import.columns", ""),
    ("promo", "import.promotion", ""),
    ("prix", "import.price", "price"),
    ("quantite", "import.quantity", "quantity"),
    ("produit non trouve", "import.product", "gtin"),
    ("etat", "import.condition", "condition"),
)
_IMAGES: Final[Sequence[tuple[str, str]]] = (
    ("introuvable", "image.missing"),
    ("not found", "image.missing"),
    ("404", "image.missing"),
    ("adresse", "image.address"),
    ("format", "image.kind"),
    ("images au plus", "image.too_many"),
    ("taille", "image.size"),
)


def plain(text: str) -> str:
    """Lower case, without accents, blanks collapsed."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def code_of_flat(reason: str) -> tuple[str, str]:
    """Code and field for the reason of a bad line; `import.other` for words nobody knows."""
    said = plain(reason)
    return next(((code, field) for words, code, field in _FLAT if words in said), ("import.other", ""))


def code_of_image(detail: str) -> str:
    """Code for the reason of a picture; `image.other` for words nobody knows."""
    said = plain(detail)
    return next((code for words, code in _IMAGES if words in said), "image.other")
