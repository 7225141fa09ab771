"""The invented shop and its invented buyers. Telephone numbers are from the ranges kept free for fiction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from forain.marketplaces.rakuten_fr.sandbox.state import Person, Point


@dataclass(frozen=True, slots=True)
class Product:
    """Something the shop sells; `advert` is the advert it is sold under."""

    advert: str
    sku: str
    title: str
    price: Decimal
    ean: str = ""
    preorder: bool = False
    rsl: bool = False
    category: str = "Luminaires"  #: the French label that getbillinginformation tells


def _product(
    advert: int, sku: str, title: str, price: str, ean: str = "", *, preorder: bool = False, rsl: bool = False
) -> Product:
    return Product(f"88000{advert:04d}", sku, title, Decimal(price), ean, preorder, rsl)


PRODUCTS: Final = (
    _product(7, "LAMPE-007", "Lampe de bureau articulée, laiton brossé", "24.9", "4006381333931"),
    _product(11, "VASE-GRES-1", "Vase en grès émaillé bleu nuit", "15.0", "3760001000113"),
    _product(12, "VASE-GRES-2", "Grand vase en grès, pièce unique", "48.0"),
    _product(21, "SUSP-OPALINE", "Suspension boule en opaline Ø 30 cm", "89.0", "3760001000212"),
    _product(22, "GUIRLANDE-20", "Guirlande guinguette 20 ampoules", "39.5", "3760001000229;3760001000236"),
    _product(23, "BOUGEOIR-3", "Trio de bougeoirs en bois d’olivier", "18.9", "3760001000243"),
    _product(31, "000417", "Abat-jour plissé couleur crème", "32.0", "3760001000311"),
    _product(32, "MIROIR-SOLEIL", "Miroir soleil en rotin – 60 cm", "54.9", "3760001000328"),
    _product(33, "APPLIQUE-DUO", "Applique murale « Duo » en métal noir", "41.0", "3760001000335"),
    _product(41, "LIVRE-LUM", "Éclairer sa maison, le guide illustré", "22.0", "9780000000415"),
    _product(42, "VEILLEUSE-OURS", "Veilleuse enfant, petit ours", "19.9", "3760001000427", rsl=True),
    _product(51, "LAMPADAIRE-ARC", "Lampadaire arc, socle marbre", "139.0", "3760001000519"),
    _product(52, "LANTERNE-JAR", "Lanterne de jardin solaire", "27.5", "3760001000526"),
    _product(
        61, "COLLECTION-26", "Lampe « Aurore », édition limitée", "119.0", "3760001000618", preorder=True
    ),
    _product(62, "", "Carton d'ampoules LED dépareillées", "9.9"),
)


def _person(
    login: str, civility: str, first: str, last: str, street: str, zip_code: str, city: str, **more: str
) -> Person:
    return Person(
        login=login,
        civility=civility,
        first_name=first,
        last_name=last,
        street=street,
        zip_code=zip_code,
        city=city,
        **more,
    )


_BE: Final = {"country": "Belgique", "alpha2": "BE"}
_ES: Final = {"country": "Espagne", "alpha2": "ES"}

BUYERS: Final = (
    _person("lampadaire33", "Mme", "Zoé", "Marchandeau", "4 allée des Essais", "33000", "Bordeaux", mobile="0639980101"),
    _person("hibou_des_bois", "M.", "Gaël", "Kerboriou", "12 venelle du Lavoir", "29000", "Quimper", phone="0199000112"),
    _person("clair2lune", "Mme", "Anaïs", "Lefrançois", "3 rue de l'Été", "67000", "Strasbourg", street2="Bâtiment C", mobile="0639980103"),
    _person("tintamarre", "M.", "Noël", "D'Aubigné", "27 boulevard des Ormes", "13006", "Marseille", mobile="0639980104"),
    _person("sous-les-toits", "Mlle", "Inès", "Ben Othmane", "8 rue Perchée", "75011", "Paris", street2="Code 12A, 6e étage", mobile="0639980105"),
    _person("la-marmotte", "M.", "Rémi", "Chaussegros", "1 chemin de l'Alpage", "73000", "Chambéry", phone="0199000116"),
    _person("vieux_greement", "M.", "Yves-Marie", "Tanguy", "15 quai des Goélands", "35400", "Saint-Malo", mobile="0639980107"),
    _person("pomme.reinette", "Mme", "Hélène", "Grangérard", "Lieu-dit Le Verger", "14340", "Cambremer", phone="0199000118"),
    _person("brique-rose", "Mme", "Maëlle", "Castéra", "6 place de la Garonne", "31000", "Toulouse", mobile="0639980109"),
    _person("nordiste59", "M.", "Loïc", "Vandenbroucke", "41 rue du Beffroi", "59000", "Lille", mobile="0639980110"),
    _person("encre_violette", "Mme", "Françoise", "Œuvrard", "2 rue de l'École", "21000", "Dijon", phone="0199000121"),
    _person("ateliermoka", "M.", "Bastien", "Écochard", "19 cours Berthier", "69003", "Lyon", mobile="0639980112"),
    _person("petite.ourse", "Mme", "Solène", "Le Goff", "7 impasse du Phare", "56100", "Lorient", mobile="0639980113"),
    _person("mistral84", "M.", "Aurélien", "Roumégas", "33 rue des Teinturiers", "84000", "Avignon", mobile="0639980114"),
    _person("craie-blanche", "Mme", "Dalila", "Haddouche", "10 avenue Jean-Levant", "76600", "Le Havre", mobile="0639980115"),
    _person("gare_du_midi", "Mme", "Lieve", "De Smet", "Rue du Tilleul 58", "1060", "Saint-Gilles", mobile="+32460000116", **_BE),
    _person("frietkot", "M.", "Jérôme", "Wauters", "Kerkstraat 9 bus 2", "9000", "Gand", **_BE),
    _person("sol.y.luz", "Mme", "Núria", "Peñalver", "Carrer de la Llum 24, 3º", "08012", "Barcelone", mobile="+34600000117", **_ES),
    _person("outremer", "M.", "Teddy", "Clarac", "5 rue des Flamboyants", "97400", "Saint-Denis", country="Réunion", alpha2="RE"),
    _person("cigogne68", "Mme", "Élodie", "Schœnauer", "14 rue des Cigognes", "68000", "Colmar", phone="0199000129"),
)  # fmt: skip

POINTS: Final = (
    Point(id="FR-000123", name="TABAC DU PONT", address="1 RUE DU PONT", zip_code="59000", city="LILLE", contract_level="24R"),
    Point(id="FR-084735", name="ÉPICERIE CHEZ MIREILLE", address="22 PLACE DU MARCHE", zip_code="33000", city="BORDEAUX", contract_level="24R"),
    Point(id="FR-021907", name="PRESSING DES HALLES", address="5 RUE DE LA HALLE", zip_code="69003", city="LYON", contract_level="24L"),
    Point(id="BE-000418", name="NACHTWINKEL DE LEIE", address="LEIESTRAAT 3", zip_code="9000", city="GAND", country="Belgique", contract_level="24R"),
)  # fmt: skip

#: (shipping label, weight); relay modes need a point.
MODE_WEIGHTS: Final = (
    ("Suivi", 9),
    ("Normal", 5),
    ("Point relais Mondial Relay", 7),
    ("So Colissimo", 3),
    ("Recommandé", 2),
    ("Express", 2),
    ("Chronopost", 1),
)

QUESTIONS: Final = (
    "Bonjour, pouvez-vous m'indiquer la date d'envoi ? Merci d'avance.",
    "L’ampoule est-elle fournie avec la lampe ?",
    "Bonjour, puis-je changer la couleur : crème plutôt que noir ?",
    "Le suivi n'évolue plus depuis trois jours, que faire ?",
)
MAILS: Final = (
    ("Votre vente", "Bonjour, merci de nous confirmer l'envoi de cet article."),
    (
        "Votre réclamation",
        "Bonjour, l'acheteur attend une réponse de votre part. Cordialement, le service client.",
    ),
)
CARRIERS: Final = (
    ("Colissimo", "8R{:011d}"),
    ("Mondial Relay", "{:08d}"),
    ("Chronopost", "XY{:09d}FR"),
    ("GLS", "{:011d}"),
)
