"""Pydantic's findings about a request in the caller's language; what it was given is never repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from forain.hub.kit.problems import FieldError, Problem

#: Pydantic's type of error -> words; `%(…)s` are pydantic's own facts about the rule, never the value.
WORDS = {
    "missing": _("This value is needed."),
    "extra_forbidden": _("There is no value of this name; check its spelling."),
    "string_type": _("This must be a text."),
    "string_too_short": _("This needs at least %(min_length)s characters."),
    "string_too_long": _("This has at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This must match the pattern %(pattern)s."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "int_parsing_size": _("This number is too large."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "enum": _("This must be one of: %(expected)s."),
    "uuid_type": _("This must be a UUID."),
    "uuid_parsing": _("This must be a UUID."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "too_short": _("This needs at least %(min_length)s entries."),
    "too_long": _("This has at most %(max_length)s entries."),
    "datetime_type": _("This must be a time such as 2026-11-22T08:30:00Z."),
    "datetime_parsing": _("This must be a time such as 2026-11-22T08:30:00Z."),
    "datetime_from_date_parsing": _("This must be a time such as 2026-11-22T08:30:00Z."),
    "timezone_aware": _("This must be a time with its zone, such as 2026-11-22T08:30:00Z."),
}


def invalid(findings: Iterable[Mapping[str, Any]]) -> Problem:
    """422 with one entry for each value that is not right."""
    return Problem("invalid", errors=[_error(one) for one in findings])


def _error(finding: Mapping[str, Any]) -> FieldError:
    return FieldError(_path(finding["loc"]), str(finding["type"]), _words(finding))


def _path(place: Iterable[object]) -> str:
    """`body.lines.0`: the name of the route's own argument, which pydantic adds, is left out."""
    parts = [str(part) for part in place]
    if parts[:2] == ["body", "body"]:
        parts = parts[1:]
    return ".".join(parts)


def _words(finding: Mapping[str, Any]) -> str:
    words = WORDS.get(str(finding["type"]))
    try:
        return str(words) % dict(finding.get("ctx", {})) if words else str(finding["msg"])
    except KeyError:
        return str(finding["msg"])
