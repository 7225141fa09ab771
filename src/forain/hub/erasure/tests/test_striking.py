"""What is struck out of texts and bytes, and what is left alone."""

from __future__ import annotations

import pytest

from forain.hub.erasure.striking import STRUCK, Strike, words_of


def test_words_of_an_address_leave_out_what_everybody_shares() -> None:
    address = {
        "last_name": "Noël",
        "country": "France",
        "civility": "Madame",
        "lines": ["3 rue A"],
        "region": "",
    }
    assert words_of("", address) == {"Noël", "3 rue A"}


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_bytes_are_struck_in_every_spelling(charset: str) -> None:
    """As text, escaped for XML, escaped for an address, whatever the case; the rest stays byte for byte."""
    content = "<n>D’Hœur &amp; Fils</n><b>D’HŒUR &amp; FILS</b>?x=Jos%C3%A9+Noël&y=Noël, Noëlle".encode(
        charset
    )
    struck = Strike({"D’Hœur & Fils", "José Noël", "Noël"}).raw(content).decode(charset)
    assert "Hœur" not in struck
    assert struck.endswith(", Noëlle")
    assert struck.count(STRUCK) >= 2


def test_a_word_inside_another_or_inside_a_number_stays() -> None:
    strike = Strike({"Roy", "690"})
    assert strike.raw(b"<a>Troyes 169012</a> ROY") == b"<a>Troyes 169012</a> [erased]"
    assert strike.text("Royal 690") == "Royal [erased]"


def test_json_keeps_its_shape() -> None:
    value = {"who": ["Noël", 3, None], "Noël": {"x": "rien"}}
    assert Strike({"Noël"}).json(value) == {"who": [STRUCK, 3, None], "Noël": {"x": "rien"}}


def test_without_words_nothing_changes() -> None:
    assert Strike(set()).raw(b"abc") == b"abc"
    assert Strike(set()).text("abc") == "abc"
