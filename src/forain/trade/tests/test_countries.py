"""Country words: every spelling leads to one country, and what is unknown stays unknown."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources

import pytest

from forain.trade.address import country_code


def _rows() -> dict[str, list[str]]:
    text = resources.files("forain.trade").joinpath("countries.toml").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = tomllib.loads(text)["countries"]
    return rows


def test_no_word_means_two_countries() -> None:
    """A word in two rows would silently send parcels to whichever row comes last."""
    words = Counter(word.casefold() for code, row in _rows().items() for word in (code, *row))
    assert [word for word, times in words.items() if times > 1] == []


def test_codes_are_alpha_2_and_words_are_trimmed() -> None:
    for code, row in _rows().items():
        assert len(code) == 2
        assert code.isupper()
        assert all(word and word == word.strip() for word in row)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("France", "FR"),
        ("FX", "FR"),
        ("249", "FR"),
        ("250", "FR"),
        ("fr", "FR"),
        (" FRANCE \t", "FR"),
        ("France métropolitaine", "FR"),
        ("Francie", "FR"),
        ("Allemagne", "DE"),
        ("Deutschland", "DE"),
        ("276", "DE"),
        ("Espagne", "ES"),
        ("España", "ES"),
        ("Royaume-Uni", "GB"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Česko", "CZ"),
        ("Česká republika", "CZ"),
        ("République tchèque", "CZ"),
        ("Ελλάδα", "GR"),
        ("EL", "GR"),
        ("България", "BG"),
        ("Magyarország", "HU"),
        ("Slovenija", "SI"),
        ("Slovensko", "SK"),
        ("Hrvatska", "HR"),
        ("Suisse", "CH"),
        ("Belgique", "BE"),
        ("La Réunion", "RE"),
        ("Réunion", "RE"),
        ("Guadeloupe", "GP"),
        ("Martinique", "MQ"),
        ("Guyane", "GF"),
        ("Polynésie française", "PF"),
        ("Côte d’Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
    ],
)
def test_words_marketplaces_write(words: str, code: str) -> None:
    assert country_code(words) == code


@pytest.mark.parametrize("words", ["", "Atlantis", "999", "73", "12 rue de France"])
def test_unknown_words_are_not_guessed(words: str) -> None:
    """`73` is France in osCommerce's own numbering, which nobody sends in addresses; it must not be read as ISO."""
    assert country_code(words) is None


def test_every_spartoo_site_has_its_country() -> None:
    """The 24 language codes of Spartoo's list (provisioning, 2023) that are countries of a site."""
    sites = "FR GB ES DE IT NL PL SE DK FI GR PT BE CZ SK HU RO BG SI HR CH AT"
    assert all(country_code(code) == code for code in sites.split())
