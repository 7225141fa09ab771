"""A marketplace whose live check succeeds without a network; its token `wrong` is refused."""

from __future__ import annotations

from collections.abc import Mapping

from forain.connect.contract import Account, Checked, CredentialField, Manifest, Problem
from forain.connect.outcomes import Unauthorised

MANIFEST = Manifest(
    id="toyroom",
    name="Toyroom",
    country="FR",
    time_zone="Europe/Paris",
    endpoint="https://toyroom.example",
    credentials=(
        CredentialField(name="login", label={"en": "Login"}, help={"en": "Your login"}),
        CredentialField(name="token", label={"en": "Token"}, help={"en": "Your token"}, secret=True),
    ),
    resources=(),
    capabilities=(),
)


class _Line:
    def __init__(self, account: Account) -> None:
        self.account = account

    async def check(self) -> Checked | Unauthorised:
        if self.account.credentials["token"] == "wrong":
            return Unauthorised(code="credentials", words="bad token")
        return Checked(facts={"seller": "42"})


class Toyroom:
    manifest = MANIFEST

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        return ()

    def connect(self, account: Account, record: object) -> _Line:
        return _Line(account)
