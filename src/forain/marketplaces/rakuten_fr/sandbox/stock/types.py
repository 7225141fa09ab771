"""Product types: 165 aliases as recorded, and the keys each asks for (stock-xml-format.md section 5 and 6).

Six types have the keys that were recorded for them, with short value lists; every other alias gets the common keys.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from forain.marketplaces.rakuten_fr import stock_decisions as decisions


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `kind` is Text, Number, Boolean or Date; `values` a closed list."""

    name: str
    label: str
    mandatory: bool = False
    kind: str = "Text"
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """A product type. `match` are the keys its products are found by, first given first tried (section 4)."""

    alias: str
    label: str
    match: tuple[str, ...]
    product: tuple[Key, ...]
    advert: tuple[Key, ...]

    @property
    def private(self) -> bool:
        """A family whose products are found by the seller's own reference, not by bar code."""
        return "submitterreference" in self.match


STATES: Final = ("Neuf", "Comme Neuf", "Très Bon Etat", "Bon Etat", "Etat Correct")
BROKEN: Final = "Hors service"
#: One client still sends these.
STATE_NUMBERS: Final = dict(zip(("0", "10", "20", "30", "40"), STATES, strict=True))

_BY_REFERENCE = ("submitterreference", "pid")
_BY_CODE = ("pid", "codebarres")
_BY_MAKER = ("pid", "codebarres", "referencefabricant")

_PUBLIC = ("Femme", "Future maman", "Homme", "Enfant fille", "Enfant garçon", "Enfant mixte", "Bébé fille", "Bébé garçon", "Bébé mixte")  # fmt: skip
_WEIGHTS = ("0 à 100 g", "100 à 250 g", "250 à 500 g", "500 g à 3 kg", "3 à 10 kg", "10 à 15 kg", "15 à 30 kg", "30 à 50 kg", "50 à 70 kg", "70 à 100 kg", "+ de 100 kg")  # fmt: skip
_COLOR = ("Argenté", "Beige", "Blanc", "Bleu", "Doré", "Ecru", "Gris", "Imprimé", "Incolore", "Jaune", "Marron", "Multicolore", "Noir", "Orange", "Rose", "Rouge", "Transparent", "Turquoise", "Vert", "Violet")  # fmt: skip
_COULEUR = ("Abricot", "Aluminium", "Anthracite", "Blanc", "Blanc cassé", "Bleu azur", "Bleu clair", "Bleu foncé", "Bleu marine", "Bordeaux", "Bronze", "Brun", "Café", "Camel", "Chocolat", "Crème", "Doré", "Fuchsia", "Gris clair", "Gris foncé", "Ivoire", "Kaki", "Mauve", "Métal", "Noir", "Ocre", "Prune", "Saumon", "Taupe", "Vert clair", "Vert foncé")  # fmt: skip
_SIZE = ("XS", "S", "M", "L", "XL", "XXL", "34", "36", "38", "40", "42", "44", "75A", "85B", "105F", "6 mois", "2 ans", "10 ans", "Unique")  # fmt: skip
_BRANDS = (
    "Atelier Lumière",
    "Bois & Jeux",
    "Fabrique du Faubourg",
    "Kerboriou",
    "Maison Tanguy",
    "Sans marque",
)
_ZIP_CODES = ("13006", "29000", "31000", "33000", "59000", "67000", "69003", "75011")
_EURO = ("&euro;",)

_IDS = (
    Key("pid", "Identification produit", kind="Number"),
    Key("submitterreference", "Référence produit du vendeur"),
)
_TITRE, _TITLE = Key("titre", "Titre", mandatory=True), Key("title", "Titre", mandatory=True)
_EDITO = Key("prdEdito", "Description")
_ORIGINAL = Key("originalPrice", "Prix neuf", kind="Number", units=_EURO)
_CODES = Key("codebarres", "Code-barres", many=True)
_POIDS = Key("poids", "Poids", mandatory=True, values=_WEIGHTS)
_FABRICANT = Key("fabricant", "Fabricant", mandatory=True, values=_BRANDS)
_MANUFACTURER = Key("manufacturer", "Marque", mandatory=True, values=_BRANDS)
_VARIANTS = (Key("mpnVariant", "Référence de la variante"), Key("eanVariant", "Code-barres de la variante"))
_COLLECTIBLE = Key("collectible", "Objet de collection", kind="Boolean")
_STATE = Key("state", "Etat du produit", mandatory=True, values=STATES)
#: Keys of adverts all types share.
_ADVERT = (
    Key("aid", "Identification annonce", kind="Number"),
    Key("sellerReference", "Référence vendeur", mandatory=True),
    Key("sellingPrice", "Prix de vente", mandatory=True, kind="Number"),
    Key("qty", "Quantité", mandatory=True, kind="Number"),
    _STATE,
    Key("comment", "Commentaire"),
    Key("privateComment", "Commentaire privé"),
    Key("customizedAdvertDetail", "Annonce personnalisée"),
    Key("zipcode", "Code postal", values=_ZIP_CODES),
    Key("phoneNumber", "Téléphone"),
    Key("refurbished", "Reconditionné", kind="Boolean"),
)

IMAGE: Final = Key("image_url", "url image", mandatory=True, many=True)
CAMPAIGN: Final = (
    Key("productsCampaignId", "Identifiant de la campagne", mandatory=True, kind="Number"),
    Key("productsCampaignRefPrice", "Prix de référence", kind="Number"),
    Key("productsCampaignPct", "Pourcentage de remise", kind="Number"),
    Key("productsCampaignPrice", "Prix promotionnel", kind="Number"),
)


def _kind(name: str, label: str, values: str, *, mandatory: bool = False, many: bool = False) -> Key:
    return Key(name, label, mandatory, values=tuple(values.split(", ")), many=many)


_SPECIAL: Final = {
    "vetement": (
        _BY_REFERENCE,
        (
            *_IDS,
            Key("varpublic", "Public", mandatory=True, values=_PUBLIC),
            _kind("garmentType", "Type de vêtement", "Chemise, Gilet, Jupe, Pantalon, Pull, Robe"),
            _kind("garmentCut", "Coupe", "Ajustée, Droite, Large"),
            _kind("garmentPattern", "Motif", "Fleurs, Rayures, Uni", many=True),
            _kind("modele", "Modèle", "Manches courtes, Manches longues"),
            _MANUFACTURER,
            Key("design", "Modèle de la marque"),
            _kind("faitmain", "Fait main", "Fait main, Fabriqué en France", many=True),
            _kind("fabricclothes", "Matière", "Coton, Laine, Lin, Soie"),
            _kind("prdUseDomain", "Usage", "Ville, Détente, Sport", mandatory=True),
            _kind("sportType", "Sport", "Course, Danse, Yoga"),
            _ORIGINAL,
            _EDITO,
            _TITLE,
        ),
        (
            Key("size", "Taille", values=_SIZE),
            Key("color", "Couleur", mandatory=True, values=_COLOR),
            *_VARIANTS,
        ),
    ),
    "mev_livre_livre_ancien": (
        _BY_CODE,
        (
            *_IDS,
            _CODES,
            _TITRE,
            Key("auteur", "Auteur", mandatory=True, many=True),
            Key("editeur", "Editeur", mandatory=True, many=True),
            _kind("categorie1", "Catégorie", "Art, Jeunesse, Littérature, Pratique", mandatory=True),
            _kind("sousCategorie1", "Sous-catégorie", "Bricolage, Décoration, Roman"),
            _kind("sousCategorie2", "Sous-catégorie 2", "Luminaires, Mobilier, Autre", mandatory=True),
            _kind("langue", "Langue", "Français, Anglais, Espagnol", mandatory=True),
            _kind("taille", "Poids", "0 à 500 g, 500 g à 1 kg, + de 1 kg", mandatory=True),
            Key("epaisseur", "Epaisseur", mandatory=True, kind="Number", units=("cm",)),
            _kind("livreFormat", "Format", "Broché, Poche, Relié", mandatory=True),
            Key("dateParution", "Date de parution", mandatory=True, kind="Date"),
            Key("titreCollection", "Collection"),
            _EDITO,
            _ORIGINAL,
        ),
        (_COLLECTIBLE,),
    ),
    "jouet": (
        _BY_CODE,
        (
            *_IDS,
            _kind(
                "typedeproduit",
                "Type de produit",
                "Jeux d'éveil, Jeux de construction, Peluches",
                mandatory=True,
            ),
            _kind("sstypedeproduit", "Sous-type de produit", "Bois, Tissu"),
            _FABRICANT,
            _kind("personnage", "Personnage", "Aucun, Petit ours", many=True),
            Key("ageenfantfrom", "Âge, à partir de", kind="Number", units=("Années",)),
            Key("ageenfantto", "Âge, jusqu'à", kind="Number", units=("Années",)),
            _POIDS,
            _TITRE,
            _EDITO,
            _CODES,
        ),
        (_COLLECTIBLE,),
    ),
    "mobile_produit": (
        _BY_MAKER,
        (
            *_IDS,
            _TITRE,
            _FABRICANT,
            Key("referencefabricant", "Référence du fabricant"),
            _kind("modeledetelephone", "Modèle", "Pliant, Tactile"),
            _CODES,
        ),
        (replace(_STATE, values=(*STATES, BROKEN)), Key("comment", "Commentaire", mandatory=True), Key("IMEI", "IMEI")),
    ),
    "decoration_interieur": (
        _BY_REFERENCE,
        (
            *_IDS,
            _kind("typedeproduit", "Type de produit", "Bougeoir, Cadre, Miroir, Vase"),
            _FABRICANT,
            _kind("style", "Style", "Contemporain, Rustique, Vintage"),
            _kind("public", "Public", "Adulte, Enfant"),
            _POIDS,
            _ORIGINAL,
            _EDITO,
            _TITRE,
        ),
        (Key("couleur", "Couleur", mandatory=True, values=_COULEUR), _COLLECTIBLE, *_VARIANTS),
    ),
    "sac_produit": (
        _BY_REFERENCE,
        (
            *_IDS,
            Key("varpublic", "Public", mandatory=True, values=_PUBLIC, many=True),
            _kind("productType", "Type de produit", "Cabas, Sac à dos, Valise", mandatory=True),
            _MANUFACTURER,
            Key("design", "Modèle de la marque"),
            _kind("material", "Matière", "Cuir, Toile", mandatory=True),
            _ORIGINAL,
            _TITLE,
        ),
        (Key("color", "Couleur", mandatory=True, values=_COLOR), _COLLECTIBLE, *_VARIANTS),
    ),
}  # fmt: skip

#: Other aliases of the families whose products are found by the seller's reference, and by the maker's.
_REFERENCE_FAMILIES = ("vetement", "chaussure", "bijou", "montre", "sac", "mode", "lunettes", "mobilier", "tapis", "luminaire", "deco", "lingemaison", "matelas")  # fmt: skip
_MAKER_FAMILIES = ("mobile", "pda", "mev_composant", "pcbureau", "laptop", "imprimante", "photo", "tv", "chaines", "casques", "enceintes", "mev_froid", "mev_lavage", "mev_cuisson", "mev_petits")  # fmt: skip
_PLAIN_PRODUCT = (
    *_IDS,
    _TITRE,
    _CODES,
    Key("referencefabricant", "Référence du fabricant"),
    _EDITO,
    _ORIGINAL,
)


@cache
def labels() -> dict[str, str]:
    """Alias and French label of every type, in the recorded order."""
    text = files(__package__).joinpath("product_types.csv").read_text(encoding="utf-8")
    return dict(line.split(";", 1) for line in text.splitlines())


@cache
def type_of(alias: str) -> Type | None:
    """A product type, None for an unknown alias."""
    label = labels().get(alias)
    if label is None:
        return None
    match, product, advert = _SPECIAL.get(alias, (_family(alias), _PLAIN_PRODUCT, ()))
    own = {one.name: one for one in advert}
    common = tuple(own.pop(one.name, one) for one in _ADVERT)
    return Type(alias, label, match, product, (*common, *own.values()))


def _family(alias: str) -> tuple[str, ...]:
    if any(one in alias for one in _REFERENCE_FAMILIES):
        return _BY_REFERENCE
    return _BY_MAKER if alias.startswith(_MAKER_FAMILIES) else _BY_CODE


def keys_of(found: Type, version: str) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Product and advert keys as a version of producttypetemplate shows them."""
    advert = found.advert
    if version < decisions.REFURBISHED_SINCE:
        advert = tuple(one for one in advert if one.name != "refurbished")
    if version < decisions.STATE_WORDS_SINCE:
        unlimited = Key("qtyUnlimited", "Quantité illimitée", kind="Boolean")
        numbers = Key("state", "Etat du produit", mandatory=True, kind="Number")
        advert = (*(numbers if one.name == "state" else one for one in advert), unlimited)
    return found.product, advert
