"""Which column of a file is which member of an offer: heads in English, French and the marketplaces' words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forain.hub.kit.fold import fold

#: Members of `trade.offer.Offer` that are kept as texts in `Offer.details`.
TEXTS = ("gtin", "title", "brand", "description", "product_type", "category", "condition", "comment",
         "parent", "size", "colour", "shipping_profile")  # fmt: skip
#: Columns that are no text of the content.
OTHERS = ("sku", "quantity", "price", "cost", "currency", "ended", "images", "attributes", "shipping")
FIELDS = (*OTHERS, *TEXTS)
#: Begins the head of a column that is one attribute: `attribute.heel_height`, `attribut:matiere`.
_ATTRIBUTE = re.compile(r"^\s*attribut(?:e|es|s)?\s*[.:]\s*(.+?)\s*$", re.IGNORECASE)

#: Field -> heads it is known by, folded: letters and digits only.
HEADS: Mapping[str, tuple[str, ...]] = {
    "sku": ("sku", "reference", "ref", "sellersku", "referencevendeur", "productsreference", "code", "codearticle", "sellerreference"),
    "quantity": ("quantity", "qty", "stock", "quantite", "qte", "productsqty", "sizequantity", "disponible"),
    "price": ("price", "prix", "prixttc", "sellingprice", "prixvente", "prixdevente", "productsprice", "priceincltax"),
    "cost": ("cost", "prixachat", "prixdachat", "purchaseprice", "costprice", "pa"),
    "currency": ("currency", "devise"),
    "ended": ("ended", "end", "fin", "supprime", "deleted", "arrete"),
    "images": ("images", "image", "photos", "photo", "imageurl", "imagesurl", "pictures", "urlimage"),
    "attributes": ("attributes", "attributs"),
    "shipping": ("shipping", "livraison"),
    "gtin": ("gtin", "ean", "ean13", "barcode", "codebarre", "codebarres", "upc", "productsean", "sizeean"),
    "title": ("title", "titre", "name", "nom", "libelle", "designation", "productsname", "productname"),
    "brand": ("brand", "marque", "manufacturer", "fabricant", "manufacturersname"),
    "description": ("description", "productsdescription", "descriptif", "texte"),
    "product_type": ("producttype", "typeproduit", "typedeproduit", "alias"),
    "category": ("category", "categorie", "productsstyle", "rayon"),
    "condition": ("condition", "etat", "state"),
    "comment": ("comment", "commentaire", "advertcomment"),
    "parent": ("parent", "modele", "model", "parentsku", "groupe"),
    "size": ("size", "taille", "pointure", "sizename"),
    "colour": ("colour", "color", "couleur", "productscolor"),
    "shipping_profile": ("shippingprofile", "profillivraison", "profildelivraison"),
}  # fmt: skip
_KNOWN = {head: name for name, heads in HEADS.items() for head in heads}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the heads were understood: field -> place, attribute -> place; `unused` heads mean nothing to us,
    `twice` are heads that say the same as an earlier one."""

    places: Mapping[str, int]
    attributes: Mapping[str, int]
    unused: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.places)

    def shown(self, heads: Sequence[str]) -> dict[str, str]:
        """Head -> what it is taken for, for people."""
        named = {heads[place]: name for name, place in self.places.items()}
        return named | {heads[place]: f"attribute {name}" for name, place in self.attributes.items()}


def layout(heads: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """Recognise the heads; `mapping` (head -> field) goes before what we know."""
    places: dict[str, int] = {}
    attributes: dict[str, int] = {}
    unused, twice = [], []
    for place, head in enumerate(heads):
        attribute = _ATTRIBUTE.match(head)
        name = (mapping or {}).get(head) or _KNOWN.get(_plain(head), "")
        if attribute and name in ("", "attributes"):
            table, name = attributes, attribute[1]
        else:
            table = places
        if not name:
            unused.append(head)
        elif name in table:
            twice.append(head)
        else:
            table[name] = place
    repeated = [head for number, head in enumerate(heads) if head.strip() and head in heads[:number]]
    return Layout(places, attributes, tuple(unused), tuple(dict.fromkeys((*repeated, *twice))))


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(head))
