"""How a call is read: parameter names in every language variant, empty ones absent, dates in all accepted forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forain.marketplaces.spartoo.operations import OPERATIONS, VARIANTS
from forain.marketplaces.spartoo.sites import Site, site_of_host
from forain.sandbox.stage import File, Request
from forain.wire import values

_PATH = re.compile(r"/mp/(?P<service>[A-Za-z0-9_]+)\.php")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")
_STATUS = re.compile(r"[0-9]{1,6}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_DATE = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ :T](?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A call in canonical names, without empty values."""

    service: str
    site: Site
    values: Mapping[str, str]
    files: Mapping[str, File] = field(default_factory=dict)
    host: str = ""

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def flag(self, name: str) -> bool:
        """`1`, `true` (spartoo.md section 12)."""
        return self.get(name).lower() in ("1", "true")

    def number(self, name: str) -> int | None:
        """A whole number; None when there is none or it is no number."""
        given = self.get(name)
        return int(given) if _NUMBER.fullmatch(given) else None

    def address(self, page: str, token: str) -> str:
        """Where this server serves something of its own, named as it was called."""
        scheme = "https" if self.host.startswith("sws.") else "http"
        return f"{scheme}://{self.host}/mp/{page}.php?id={token}"

    @property
    def statut(self) -> int | None:
        """The status that is asked for; None when there is none or it is no number."""
        given = self.get("statut")
        return int(given) if _STATUS.fullmatch(given) else None

    @property
    def since(self) -> datetime | None:
        return moment(self.get("date"))


def asked(request: Request) -> Asked:
    site = site_of_host(request.host)
    return Asked(service_of(request.path), site, parameters(request), request.files, request.host)


def service_of(path: str) -> str:
    """The service a path names, '' for one that is not (yet) served here."""
    found = _PATH.fullmatch(path)
    return found["service"] if found and found["service"] in OPERATIONS else ""


def parameters(request: Request) -> dict[str, str]:
    """One map: empty counts as absent, body before query, canonical before translated name (sections 3 and 5)."""
    merged: dict[str, str] = {}
    for name, value in (*request.form, *request.query):
        if value.strip():
            merged.setdefault(name, value.strip())
    for canonical, variant in VARIANTS.items():
        if variant in merged:
            merged.setdefault(canonical, merged[variant])
    return merged


def moment(text: str) -> datetime | None:
    """A date in any form of spartoo.md section 11, in French time; None when it is none."""
    try:
        if _TIMESTAMP.fullmatch(text):
            return datetime.fromtimestamp(int(text), UTC)
        found = _DATE.fullmatch(text)
        return values.PARIS_BLANK.read(f"{found['day']} {found['clock'] or '00:00:00'}") if found else None
    except (ValueError, OverflowError, OSError):
        return None
