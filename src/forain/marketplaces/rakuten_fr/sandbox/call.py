"""A call whose credentials and version are good, as the services see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account
from forain.sandbox.stage import File
from forain.wire.operation import Operation


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls what with which parameters and files."""

    ground: Ground
    account: Account
    operation: Operation[Any]
    version: str
    parameters: Mapping[str, str]
    files: Mapping[str, File] = field(default_factory=dict)
    host: str = ""  #: by which name the sandbox was called

    def get(self, name: str) -> str:
        """A parameter; an empty one is an absent one."""
        return self.parameters.get(name, "").strip()

    def need(self, name: str) -> str:
        """A parameter that must be there."""
        value = self.get(name)
        if not value:
            raise Denied(Reason.MISSING, name)
        return value

    def upload(self) -> File:
        """The uploaded part; none, or an empty one, is the marketplace's own failure (genericimportfile.md)."""
        found = self.files.get(self.operation.upload or "")
        if found is None or not found.content:
            raise Denied(Reason.NO_FILE)
        return found

    @property
    def head(self) -> dict[str, str]:
        """What nearly every answer begins with."""
        return {
            "version": self.version,
            "user": self.account.login,
            "last_version": self.operation.version,
        }
