"""Offers as a back office sends them, good ones and wrong ones."""

from __future__ import annotations

from typing import Any

IMAGE = "https://img.example.org/p.jpg"


def toy(sku: str, **more: Any) -> dict[str, Any]:
    """A toy for Rakuten, complete."""
    return {
        "sku": sku,
        "quantity": 5,
        "price": "18.50",
        "title": f"Jouet {sku}",
        "brand": "Atelier Lumière",
        "product_type": "jouet",
        "images": [IMAGE],
        "attributes": {"typedeproduit": "Jeux d'éveil", "poids": "250 à 500 g"},
        **more,
    }


def boot(model: str, size: str, **more: Any) -> dict[str, Any]:
    """One size of a boot for Spartoo, complete."""
    return {
        "sku": f"{model}-{size}",
        "parent": model,
        "size": size,
        "quantity": 3,
        "price": "99.90",
        "title": f"ALPINA {model}",
        "brand": "Nordweg",
        "category": "10014",
        "colour": "Marron",
        "images": [IMAGE],
        "attributes": {"product_sex": "H", "color_id": "28"},
        **more,
    }


def both(model: str, size: str, **more: Any) -> dict[str, Any]:
    """Something both marketplaces take."""
    attributes = {
        "product_sex": "H",
        "color_id": "28",
        "typedeproduit": "Jeux d'éveil",
        "poids": "250 à 500 g",
    }
    told = boot(model, size, product_type="jouet", brand="Atelier Lumière", attributes=attributes)
    return {**told, **more}
