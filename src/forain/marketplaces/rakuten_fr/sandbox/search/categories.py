"""The tree of navigation codes. Top codes and three of the others are recorded; the rest is ours in the same form."""

from __future__ import annotations

from typing import Final

from forain.marketplaces.rakuten_fr.messages import Category

#: Code -> label as it stands in navigation links; a code repeats its parents', joined by `_`.
LABELS: Final = {
    "Art-Collection": "Art & Collection",
    "Art-Collection_Buvard": "Buvard",
    "Enfant": "Enfant",
    "Enfant_Puericulture": "Puériculture",
    "Enfant_Puericulture_eveil": "Éveil",
    "Hifi": "Image & Son",
    "Informatique": "Informatique",
    "Informatique_peripheriques": "Périphériques",
    "Jeux-Video-et-Consoles": "Jeux Vidéo",
    "Livres": "Livres",
    "Livres_pratique": "Vie pratique",
    "Loisirs": "Sports & Loisirs",
    "Maison": "Maison & Électroménager",
    "Maison_decoration": "Décoration",
    "Maison_luminaires": "Luminaires",
    "Maison_luminaires_exterieur": "Luminaires d'extérieur",
    "Mode": "Mode",
    "Musique": "Musique",
    "Tel-PDA": "Téléphonie",
    "Video": "DVD & Blu-Ray",
    "bricolage": "Bricolage",
    "bricolage_outillage-a-main": "Outillage à main",
    "jardin": "Jardin",
}


def tree(parent: str = "") -> tuple[Category, ...]:
    """The categories right below one, each with what is below it."""
    return tuple(Category(code=one, categories=tree(one)) for one in LABELS if _parent(one) == parent)


def path(code: str) -> list[str]:
    """The category and those above it, top first."""
    return [*path(_parent(code)), code] if code else []


def is_in(code: str, category: str) -> bool:
    """Whether a category is another one or below it; capitals do not count."""
    found, wanted = code.casefold(), category.casefold()
    return found == wanted or found.startswith(f"{wanted}_")


def _parent(code: str) -> str:
    return code.rpartition("_")[0]
