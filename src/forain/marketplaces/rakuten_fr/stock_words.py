"""What the checker of stock files says of each kind of finding, and what to do about it, in English and French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Text:
    """`{hint}` is filled in. `code` is the line error Rakuten would report."""

    code: int
    words: Mapping[str, str]
    fix: Mapping[str, str]
    is_error: bool = True


def _text(code: int, english: str, fix: str, french: str, remede: str, *, is_error: bool = True) -> Text:
    return Text(code, {"en": english, "fr": french}, {"en": fix, "fr": remede}, is_error)


WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "alias": _text(
            60,
            "There is no such product type.",
            "Take one of producttypes.",
            "Ce type de produit n'existe pas.",
            "Prenez un alias de producttypes.",
        ),
        "no_alias": _text(
            60,
            "A product that is not found yet cannot be made without its type.",
            "Give the alias of its product type.",
            "Un produit introuvable ne peut être créé sans son type.",
            "Indiquez l'alias de son type de produit.",
            is_error=False,
        ),
        "missing": _text(
            60,
            "A mandatory value is missing.",
            "Give one. {hint}",
            "Une valeur obligatoire manque.",
            "Indiquez-la. {hint}",
        ),
        "identifier": _text(
            20,
            "This identifier is not a number.",
            "Give Rakuten's number, or leave the key out and let sellerReference decide.",
            "Cet identifiant n'est pas un nombre.",
            "Indiquez le numéro de Rakuten, ou retirez la clé et laissez sellerReference décider.",
        ),
        "price": _text(
            60,
            "A price is a number above 0 with a point.",
            "Write it like 18.50.",
            "Un prix est un nombre supérieur à 0, avec un point.",
            "Ecrivez-le comme 18.50.",
        ),
        "quantity": _text(
            60,
            "A quantity is a whole number, 0 or more.",
            "Write it in plain digits; 0 takes the advert off sale.",
            "Une quantité est un nombre entier, 0 ou plus.",
            "Ecrivez-la en chiffres ; 0 retire l'annonce de la vente.",
        ),
        "campaign": _text(
            60,
            "A campaign has either a percentage or a price.",
            "Give one of the two.",
            "Une opération a soit un pourcentage, soit un prix.",
            "Donnez l'un des deux.",
        ),
        "not_lower": _text(
            60,
            "The promotional price is not below the price before, {hint}.",
            "Lower it, or leave the campaign out.",
            "Le prix promotionnel n'est pas inférieur au prix de référence, {hint}.",
            "Baissez-le ou retirez l'opération.",
        ),
        "bar_code": _text(
            60,
            "The check digit or the length of this bar code is wrong.",
            "Compare it with the article; the last digit would be {hint}.",
            "La clé de contrôle ou la longueur de ce code-barres est fausse.",
            "Comparez-le avec l'article ; le dernier chiffre serait {hint}.",
        ),
        "characters": _text(
            60,
            "The file cannot hold the characters {hint} as they are.",
            "Send the file in UTF-8, and take control characters out.",
            "Le fichier ne peut contenir tels quels les caractères {hint}.",
            "Envoyez le fichier en UTF-8 et retirez les caractères de contrôle.",
            is_error=False,
        ),
        "unknown_key": _text(
            60,
            "The product type does not know this key; Rakuten ignores it.",
            "Did you mean {hint}? Capitals count.",
            "Le type de produit ne connaît pas cette clé ; Rakuten l'ignore.",
            "Vouliez-vous dire {hint} ? Les majuscules comptent.",
            is_error=False,
        ),
        "one_value": _text(
            60,
            "This key takes one value.",
            "Choose one.",
            "Cette clé n'accepte qu'une valeur.",
            "Choisissez-en une.",
        ),
        "unit": _text(
            60,
            "This unit is not accepted.",
            "Use one of: {hint}.",
            "Cette unité n'est pas acceptée.",
            "Utilisez l'une de celles-ci : {hint}.",
        ),
        "not_listed": _text(
            60,
            "This value is not in the closed list of the key.",
            "Take one of the list, such as {hint}.",
            "Cette valeur n'est pas dans la liste fermée de la clé.",
            "Prenez une valeur de la liste, comme {hint}.",
        ),
        "form": _text(
            60,
            "The value is not of the kind {hint}.",
            "Numbers have a point, flags are 1 or 0, dates dd/mm/yyyy.",
            "La valeur n'est pas du genre {hint}.",
            "Un nombre a un point, un booléen est 1 ou 0, une date jj/mm/aaaa.",
        ),
        "duplicate": _text(
            50,
            "Line {hint} has the same reference.",
            "Send one line for each reference.",
            "La ligne {hint} a la même référence.",
            "Envoyez une seule ligne par référence.",
            is_error=False,
        ),
    }
)
