"""The generated pages of the API are as new as the API."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reference_is_up_to_date(language: str) -> None:
    """Else run `make reference`."""
    from tools import api_reference

    made = api_reference.document()
    assert api_reference.place(language).read_text(encoding="utf-8") == api_reference.page(made, language)


def test_the_reference_names_every_route_and_every_message() -> None:
    from tools import api_reference

    made = api_reference.document()
    text = api_reference.page(made, "en")
    for path, item in made["paths"].items():
        for method in item:
            assert f"### {method.upper()} {path.removeprefix('/api/v1')}\n" in text
    for kind in made["webhooks"]:
        assert f"| `{kind}` |" in text
