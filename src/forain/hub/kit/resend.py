"""A form that could not be taken (the session or its token ended) is offered again, so nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

#: Fields that are never written into a page again.
NEVER = ("csrfmiddlewaretoken", "password", "token", "secret", "key")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was going and what it carried. `withheld`: secrets must be typed again."""

    action: str
    fields: tuple[tuple[str, str], ...]
    withheld: bool


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form of a refused POST; None when it did not come from one of our own pages."""
    if request.method != "POST" or not _from_ourselves(request):
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    open_pairs = tuple(pair for pair in pairs if not _secret(pair[0]))
    hidden = any(_secret(name) and name != "csrfmiddlewaretoken" for name, _ in pairs)
    return KeptForm(request.get_full_path(), open_pairs, hidden)


def _secret(name: str) -> bool:
    return any(word in name.casefold() for word in NEVER)


def _from_ourselves(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
