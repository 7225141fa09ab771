"""What Rakuten says about itself to the hub, and what is caught before any call."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from forain.connect.contract import Certainty
from forain.connect.registry import marketplace as found
from forain.marketplaces.rakuten_fr import countries, marketplace, operations
from forain.marketplaces.rakuten_fr.manifest import MANIFEST
from forain.marketplaces.rakuten_fr.sandbox import rules, services
from forain.trade.commands import CommandKind

TOKEN = "0123456789abcdef0123456789abcdef"


def test_the_room_is_found_by_its_name_or_the_beginning_of_it() -> None:
    assert found("rakuten_fr") is marketplace
    assert found("rakuten").manifest is MANIFEST


def test_good_credentials_have_no_problem() -> None:
    assert marketplace.validate({"login": "atelier-lumiere", "token": f" {TOKEN} "}) == ()


@pytest.mark.parametrize(
    ("login", "token", "problems"),
    [
        ("atelier@example.fr", TOKEN, [("login", "email")]),
        ("", TOKEN, [("login", "missing")]),
        ("atelier", "", [("token", "missing")]),
        ("atelier", "motdepasse", [("token", "too_short")]),
        ("atelier", "0123456789abcdef 0123456789abcdef", [("token", "blanks")]),
        ("a@b.fr", "", [("login", "email"), ("token", "missing")]),
    ],
)
def test_slips_are_caught_and_explained_in_both_languages(
    login: str, token: str, problems: list[tuple[str, str]]
) -> None:
    given = marketplace.validate({"login": login, "token": token})
    assert [(one.field, one.code) for one in given] == problems
    for one in given:
        assert set(one.words) == {"en", "fr"}
        if one.field == "token":
            assert "Mes informations développeur" in one.words["fr"]
            assert "Mes informations développeur" in one.words["en"]


def test_the_token_is_the_only_secret() -> None:
    assert MANIFEST.secret_fields == ("token",)


def test_everything_shown_to_people_is_in_both_languages() -> None:
    texts = [text for one in MANIFEST.credentials for text in (one.label, one.help)]
    texts += [one.label for one in MANIFEST.resources] + [one.basis for one in MANIFEST.clocks]
    assert all(set(text) == {"en", "fr"} and all(text.values()) for text in texts)


def test_the_clocks_are_data_with_their_certainty() -> None:
    accept, contact = MANIFEST.clock("accept"), MANIFEST.clock("contact_after_order")
    assert accept is not None
    assert contact is not None
    assert (accept.amount.total_seconds() / 3600, accept.certainty) == (72, Certainty.OBSERVED)
    assert (contact.amount.days, contact.certainty) == (72, Certainty.DOCUMENTED)


def test_commands_are_for_one_line_and_can_be_looked_up() -> None:
    kinds = {one.kind for one in MANIFEST.capabilities}
    assert kinds == {
        CommandKind.ACCEPT,
        CommandKind.REFUSE,
        CommandKind.SHIP,
        CommandKind.CANCEL,
        CommandKind.CONFIRM_PREORDER,
        CommandKind.CORRECT_TRACKING,
        CommandKind.MESSAGE_BUYER,
        CommandKind.MESSAGE_MARKETPLACE,
    }
    assert all(one.scope == "line" for one in MANIFEST.capabilities)


def test_only_a_corrected_number_cannot_be_looked_up() -> None:
    """No service tells the stored tracking number; everything else shows somewhere."""
    blind = {one.kind for one in MANIFEST.capabilities if not one.can_look_up}
    assert blind == {CommandKind.CORRECT_TRACKING}


def test_what_rakuten_cannot_do_is_told_with_the_way_out() -> None:
    """Every kind is offered or explained, in both languages."""
    offered = {one.kind for one in MANIFEST.capabilities}
    assert offered | set(MANIFEST.cannot) == set(CommandKind)
    assert not offered & set(MANIFEST.cannot)
    assert all(set(words) == {"en", "fr"} for words in MANIFEST.cannot.values())


@pytest.mark.parametrize(
    ("carrier", "label"),
    [
        ("colissimo", ("Colissimo", False)),
        ("colis_prive", ("Colis Prive", False)),
        ("kiala", ("Kiala", True)),
        ("relais_colis", None),
        ("autre", ("Autre", True)),
        ("nobody-knows", None),
    ],
)
def test_each_carrier_has_rakutens_name_or_none(carrier: str, label: tuple[str, bool] | None) -> None:
    assert marketplace.carrier_label(carrier) == label


def test_the_closed_list_has_43_names_in_rakutens_spelling_and_says_which_want_an_address() -> None:
    listed = marketplace.carriers
    assert len(listed.names) == 43
    assert {name for name, needs_url in listed.names.items() if needs_url} == {"Autre", "Kiala"}
    assert listed.other == "Autre"
    assert listed.spelled(" colis prive ") == "Colis Prive"
    assert listed.spelled("Relais Colis") is None
    assert "Mainway" in listed.weak


def test_importing_the_room_brings_in_no_xml_and_no_http_library() -> None:
    code = (
        "import sys; import forain.marketplaces.rakuten_fr as room; room.marketplace.manifest; "
        "sys.exit(any(name in sys.modules for name in ('lxml', 'httpx2', 'django', 'msgspec')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_metropolitan_france_is_249_and_250_is_nothing() -> None:
    assert (countries.number_of("FR"), countries.number_of("fx")) == (249, 249)
    assert countries.code_of(250) is None
    assert (countries.number_of("BE"), countries.code_of(56)) == (56, "BE")
    assert len(countries.NUMBERS) == len(set(countries.NUMBERS.values())) == 249


def test_every_operation_is_answered_by_the_sandbox_and_actions_are_operations() -> None:
    assert set(services.HANDLERS) == set(operations.OPERATIONS)
    assert set(rules.ACTIONS) <= set(operations.OPERATIONS)


def test_what_changes_something_is_not_repeatable() -> None:
    changing = {name for name, one in operations.OPERATIONS.items() if not one.repeatable}
    assert changing == {
        "acceptsale",
        "refusesale",
        "settrackingpackageinfos",
        "contactusaboutitem",
        "contactpriceministeraboutitem",
        "import",
        "genericimportfile",
        "purge_campaign",
        "contactuseraboutitem",
        "cancelitem",
        "confirmpreorder",
        "importitemshippingstatus",
    }


def test_the_quality_file_names_tests_that_exist() -> None:
    room = Path(__file__).parents[1]
    rules = tomllib.loads((room / "quality.toml").read_text(encoding="utf-8"))["rules"]
    for rule in rules.values():
        file, _, test = rule.get("done", "quality.toml").partition("::")
        assert test in (room / file).read_text(encoding="utf-8")
