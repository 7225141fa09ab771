"""What can be wrong with a product: the code it is answered with, how far it reaches, and how to mend it.

The codes below -9000 are ours (decisions.RESERVED); the rules are those of xml_import_products, "Field rules" and
"Errors". Code 0 is advice that no server answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """What is not taken in because of it."""

    PRODUCT = "product"
    SIZE = "size"
    LANGUAGE = "language"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Row:
    code: int
    scope: Scope
    en: str
    fr: str


_P, _S, _L, _N = Scope.PRODUCT, Scope.SIZE, Scope.LANGUAGE, Scope.NOTHING

#: What a list does not know: a warning unless somebody wants lists to decide (provisioning.md section 4).
ROWS: Final[Mapping[str, Row]] = {
    "reference": Row(-12, _P, "Give reference_partenaire, your own reference of the model in this colour.", "Indiquez reference_partenaire, votre référence du modèle dans ce coloris."),
    "reference_letters": Row(0, _N, "Use letters, digits, - _ and . only in “{value}”.", "N'utilisez que lettres, chiffres, - _ et . dans « {value} »."),
    "size_reference": Row(-13, _S, "Give size_reference (your SKU): without it no stock can be set later.", "Indiquez size_reference (votre SKU) : sans elle, aucun stock ne pourra être mis à jour."),
    "size_twice": Row(-9015, _S, "“{value}” stands twice; every size needs a reference of its own.", "« {value} » apparaît deux fois ; chaque taille a besoin de sa propre référence."),
    "size_name": Row(-9005, _S, "Give size_name as Spartoo's list of sizes has it.", "Indiquez size_name tel qu'il figure dans la liste des tailles de Spartoo."),
    "size_unknown": Row(-9005, _S, "“{value}” is in no list of sizes of this site; search with `sizes`, for example “{hint}”.", "« {value} » n'est dans aucune liste de tailles de ce site ; cherchez dans `sizes`, par exemple « {hint} »."),
    "size_spelling": Row(0, _N, "Write “{hint}”, the official spelling of “{value}”.", "Écrivez « {hint} », l'orthographe officielle de « {value} »."),
    "size_misplaced": Row(-9014, _N, "“{value}” is a size, but not for this category or sex.", "« {value} » est une taille, mais pas pour cette catégorie ou ce sexe."),
    "quantity": Row(-16, _N, "Give the quantity as a whole number from 0 to 99999; left out, the stock stays as it is.", "Indiquez la quantité en nombre entier de 0 à 99999 ; absente, le stock reste inchangé."),
    "no_sizes": Row(0, _N, "Give size_list; without sizes, product_quantity is the stock.", "Indiquez size_list ; sans tailles, product_quantity est le stock."),
    "brand": Row(-9001, _N, "Give manufacturers_name, the brand as Spartoo shows it.", "Indiquez manufacturers_name, la marque telle que Spartoo l'affiche."),
    "sex": Row(-9002, _P, "Use one of H, F, M, K, G, B for product_sex instead of “{value}”.", "Utilisez H, F, M, K, G ou B pour product_sex au lieu de « {value} »."),
    "style": Row(-9003, _P, "Give product_style, the number of a category; search with `categories`.", "Indiquez product_style, le numéro d'une catégorie ; cherchez dans `categories`."),
    "style_unknown": Row(-9003, _P, "{value} is no category of the list; search with `categories`.", "{value} n'est pas une catégorie de la liste ; cherchez dans `categories`."),
    "style_sex": Row(-9013, _N, "The category {value} is not for this sex, but for {hint}.", "La catégorie {value} n'est pas pour ce sexe, mais pour {hint}."),
    "color_missing": Row(0, _N, "Give color_id: without it the colour filter does not find the product.", "Indiquez color_id : sans lui, le filtre par couleur ne trouve pas le produit."),
    "color_unknown": Row(-9004, _N, "{value} is no colour of the list; search with `colors`.", "{value} n'est pas une couleur de la liste ; cherchez dans `colors`."),
    "name": Row(-9012, _P, "Give product_name: the model, without brand, colour or category.", "Indiquez product_name : le modèle, sans marque, couleur ni catégorie."),
    "name_there": Row(-9012, _L, "Give product_name for this language.", "Indiquez product_name pour cette langue."),
    "name_repeats": Row(0, _N, "Leave the brand out of the name: equal names and brands are shown as colours of one model.", "Retirez la marque du nom : noms et marques identiques sont affichés comme coloris d'un même modèle."),
    "price": Row(-9006, _P, "Give a gross price above 0, with a decimal point.", "Indiquez un prix TTC supérieur à 0, avec un point décimal."),
    "price_there": Row(-9006, _L, "Give a gross price above 0 for this language, in the site's currency.", "Indiquez un prix TTC supérieur à 0 pour cette langue, dans la devise du site."),
    "photo": Row(-9007, _P, "Give at least one photo, an http(s) address of a square JPEG of 350 pixels or more.", "Indiquez au moins une photo, adresse http(s) d'un JPEG carré d'au moins 350 pixels."),
    "composition": Row(-9008, _N, "{value} is no composition for this field; search with `compositions`.", "{value} n'est pas une composition pour ce champ ; cherchez dans `compositions`."),
    "discount_value": Row(-9009, _N, "Give price_discount below the price, or rate from 1 to 99.", "Indiquez price_discount inférieur au prix, ou rate de 1 à 99."),
    "discount_dates": Row(-9009, _N, "The discount ends before it begins, or a date cannot be read.", "La remise finit avant de commencer, ou une date est illisible."),
    "info_unknown": Row(-9010, _N, "{value} is no extra info; search with `extra_infos`.", "{value} n'est pas une information complémentaire ; cherchez dans `extra_infos`."),
    "info_value": Row(-9010, _N, "The value {value} does not fit: this extra info is {hint}.", "La valeur {value} ne convient pas : cette information est {hint}."),
    "selection_unknown": Row(-9010, _N, "{value} is no selection; search with `selections`.", "{value} n'est pas une sélection ; cherchez dans `selections`."),
    "language": Row(-9011, _L, "“{value}” is no language code of Spartoo (FR, EN, DE, CZ…).", "« {value} » n'est pas un code de langue de Spartoo (FR, EN, DE, CZ…)."),
}  # fmt: skip

#: These say that a list lacks a code; lists grow without notice.
BY_LIST: Final = frozenset({"size_unknown", "style_unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`place` is the path below `product`; `at` the position of the size or language it concerns."""

    key: str
    place: str
    value: str = ""
    hint: str = ""
    at: int | None = None

    @property
    def code(self) -> int:
        return ROWS[self.key].code

    @property
    def scope(self) -> Scope:
        return ROWS[self.key].scope

    @property
    def fatal(self) -> bool:
        """Whether something is not taken in because of it."""
        return self.scope is not Scope.NOTHING

    def words(self, language: str = "en") -> str:
        """What to do, in English or French."""
        row = ROWS[self.key]
        return (row.fr if language == "fr" else row.en).format(value=self.value, hint=self.hint)
