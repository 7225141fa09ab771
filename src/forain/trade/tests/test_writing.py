"""Texts are checked before they are sent, with the place of what is wrong; and known again when they come back."""

from __future__ import annotations

import pytest

from forain.trade.writing import TextRules, Weight, check, same_words

RULES = TextRules(longest=100, charset="iso-8859-1")


@pytest.mark.parametrize(
    ("text", "code", "excerpt"),
    [
        ("Bonjour <b>Zoé</b>", "text_markup", "<b>"),
        ("le <toto> du site", "text_markup", "<toto>"),
        ("Commande {order} partie", "text_blank_left", "{order}"),
        ("cloche \x07 ici", "text_control", "\x07"),
        ("  \n ", "text_missing", ""),
    ],
)
def test_what_stops_a_text_is_found_at_its_place(text: str, code: str, excerpt: str) -> None:
    found = check(text, RULES)[0]
    assert (found.code, found.weight, found.excerpt) == (code, Weight.STOP, excerpt)
    if excerpt:
        assert text[found.start : found.end] == excerpt


def test_a_text_that_is_too_long_shows_where_it_must_end() -> None:
    found = check("a" * 130, RULES)[0]
    assert (found.code, found.start, found.end, found.instead) == ("text_too_long", 100, 130, "100")


@pytest.mark.parametrize(
    ("text", "code", "excerpt"),
    [
        ("écrivez à zoe.b@exemple.fr svp", "text_mail_address", "zoe.b@exemple.fr"),
        ("appelez le 06 12 34 56 78 merci", "text_phone_number", "06 12 34 56 78"),
    ],
)
def test_contacts_past_the_marketplace_want_a_word(text: str, code: str, excerpt: str) -> None:
    [found] = check(text, RULES)
    assert (found.code, found.weight, found.excerpt) == (code, Weight.CONFIRM, excerpt)


def test_signs_the_marketplace_may_damage_are_hinted_at_with_what_reads_the_same() -> None:
    found = check("l’œuvre à 5 €", RULES)
    assert [(one.excerpt, one.instead) for one in found] == [("’", "'"), ("œ", "oe"), ("€", "EUR")]
    assert {one.weight for one in found} == {Weight.HINT}


@pytest.mark.parametrize("text", ["prix < 10 et > 5", "6A12345678901", "C'est l'été à Lyon.\nÀ bientôt"])
def test_ordinary_words_pass(text: str) -> None:
    assert check(text, RULES) == ()


@pytest.mark.parametrize(
    "theirs", ["l'œuvre d’été", "l'?uvre d?été", "l'Suvre d\x19été", "l'uvre dété", "l' œuvre"]
)
def test_a_text_is_known_again_though_signs_were_damaged(theirs: str) -> None:
    """Taken for another text, it would be sent a second time."""
    assert same_words("l'œuvre\n d’été", theirs) is (theirs != "l' œuvre")


def test_another_text_is_not_taken_for_ours() -> None:
    assert not same_words("Votre colis part demain.", "Votre colis part demain")
    assert not same_words("à 5 €", "à 6 EUR")
