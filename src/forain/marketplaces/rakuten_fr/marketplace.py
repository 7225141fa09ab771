"""The room's face to the rest of Forain: the manifest, what is checked before any call, and the way in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from forain.connect.contract import Account, CarrierNames, Connector, Problem, Record, words
from forain.connect.offers import Explanation, Forms, LineProblem
from forain.marketplaces.rakuten_fr import carrier_names
from forain.marketplaces.rakuten_fr.manifest import MANIFEST
from forain.trade.offer import OfferChange

#: Tokens seen have 32 hexadecimal digits; the form is not promised, so only what is surely wrong is refused.
SHORTEST_TOKEN: Final = 16

_WHERE = words(
    "You find it in your Rakuten account under Mon compte → Mes informations développeur.",
    "Vous le trouvez dans votre compte Rakuten : Mon compte → Mes informations développeur.",
)


def _with_where(en: str, fr: str) -> Mapping[str, str]:
    return words(f"{en} {_WHERE['en']}", f"{fr} {_WHERE['fr']}")


_NO_LOGIN = words(
    "Type the name of your Rakuten account; your seller banner shows it.",
    "Saisissez le nom de votre compte Rakuten ; votre bandeau vendeur l'affiche.",
)
_EMAIL = words(
    "This is an e-mail address. Rakuten wants the account name that your seller banner shows and refuses the e-mail.",
    "Ceci est une adresse e-mail. Rakuten attend le nom du compte affiché dans votre bandeau vendeur et refuse l'e-mail.",
)
_NO_TOKEN = _with_where("Paste your API token.", "Collez votre token API.")
_SHORT = _with_where(
    "This is too short for an API token (32 characters as a rule); it is not the password of your account.",
    "C'est trop court pour un token API (32 caractères en général) ; ce n'est pas le mot de passe de votre compte.",
)
_BLANKS = _with_where(
    "A token has no blank inside; copy it again.", "Un token ne contient pas d'espace ; copiez-le à nouveau."
)


class RakutenFrMarketplace:
    """Fulfils `forain.connect.contract.Marketplace`."""

    manifest = MANIFEST

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        """Slips a person can mend before any call."""
        login, token = (credentials.get(name, "").strip() for name in ("login", "token"))
        return (*_login_problems(login), *_token_problems(token))

    @property
    def carriers(self) -> CarrierNames:
        """Rakuten's closed list of carriers."""
        return carrier_names.carrier_names()

    def carrier_label(self, carrier: str) -> tuple[str, bool] | None:
        """Rakuten's name and whether it wants a tracking URL; None for a carrier outside its list."""
        return carrier_names.carrier_label(carrier)

    def explain(self, code: str, key: str = "", words: str = "") -> Explanation:
        """What an error about an offer means."""
        from forain.marketplaces.rakuten_fr.offers import explaining

        return explaining.explain(code, key, words)

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """Every one there is."""
        from forain.marketplaces.rakuten_fr.offers import explaining

        return explaining.explanations()

    def check_offer(self, change: OfferChange, forms: Forms) -> Iterator[LineProblem]:
        """What a report would say of this change, before it is sent."""
        from forain.marketplaces.rakuten_fr.offers.checking import check_offer

        return check_offer(change, forms)

    def connect(self, account: Account, record: Record) -> Connector:
        """A line to one seller account; nothing is called yet."""
        from forain.marketplaces.rakuten_fr.connector import RakutenFrConnector

        return RakutenFrConnector(account, record)


def _login_problems(login: str) -> tuple[Problem, ...]:
    if not login:
        return (Problem(field="login", code="missing", words=_NO_LOGIN),)
    if "@" in login:
        return (Problem(field="login", code="email", words=_EMAIL),)
    return ()


def _token_problems(token: str) -> tuple[Problem, ...]:
    if not token:
        return (Problem(field="token", code="missing", words=_NO_TOKEN),)
    if re.search(r"\s", token):
        return (Problem(field="token", code="blanks", words=_BLANKS),)
    if len(token) < SHORTEST_TOKEN:
        return (Problem(field="token", code="too_short", words=_SHORT),)
    return ()
