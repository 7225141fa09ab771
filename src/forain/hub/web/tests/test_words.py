"""No code of a program stands where a person reads: audit, time limits, members of offers have names."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date
from pathlib import Path

from django.utils import translation

import forain.hub
from forain.connect.registry import marketplaces
from forain.hub.journal import names
from forain.hub.offers import trouble
from forain.hub.web import audit_words, page_words
from forain.trade.commands import CommandKind
from forain.trade.events import EventKind

_HUB = Path(forain.hub.__file__).parent
_NOTED = re.compile(r'\bnote\((?:[^()]|\([^()]*\))*?"([a-z_]+\.[a-z_.]+)"')


def test_every_action_of_the_audit_has_words() -> None:
    code = "\n".join(path.read_text() for path in _HUB.glob("**/*.py") if "tests" not in path.parts)
    actions = set(_NOTED.findall(code)) | {f"command.{kind.value}" for kind in CommandKind}
    assert len(actions) > 50
    assert [one for one in sorted(actions) if audit_words.action(one) == one] == []


def test_every_fact_of_the_audit_has_a_name() -> None:
    """Those written at the call; facts handed on as a mapping are not seen here."""
    calls = [
        call
        for path in _HUB.glob("**/*.py")
        if "tests" not in path.parts
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "note"
    ]
    told = {one.arg for call in calls if len(call.args) > 2 for one in call.keywords if one.arg}
    assert len(told) > 30
    assert told - set(audit_words.FACTS) == set()


def test_facts_are_told_without_brackets_and_without_what_says_nothing() -> None:
    with translation.override("fr"):
        told = audit_words.facts({"lines": ["880012400"], "kinds": [], "role": "viewer", "complete": True})
    assert told == "lignes\u00a0: 880012400 · rôle\u00a0: Lecteur · complete\u00a0: oui"


def test_every_time_limit_of_a_marketplace_has_a_name() -> None:
    names = {clock.name for room in marketplaces().values() for clock in room.manifest.clocks}
    assert names
    assert names <= page_words.CLOCKS.keys()


def test_where_to_click_is_a_page_that_exists() -> None:
    """What an error says under "where" names tabs and pages by their own words."""
    tabs = {"What would be sent", "Sent to the marketplaces", "Rejected, by cause"}
    connection = {"the connection"}
    for path in (_HUB.parent / "marketplaces").glob("*/offers/explanations.toml"):
        for code, row in tomllib.loads(path.read_text()).items():
            where = row.get("where", {"en": ""})["en"]
            assert set(re.findall(r"Offers → ([^→;.]+?)(?= →|;|\.)", where)) <= tabs, (path, code, where)
            assert set(re.findall(r"Connections → ([^→;.]+?)(?= →|;|\.)", where)) <= connection, (code, where)


def test_every_kind_of_event_stands_in_one_subject_and_has_a_name() -> None:
    told = [kind for subject in names.SUBJECTS.values() for kind in subject.events]
    assert sorted(told) == sorted(EventKind)
    for language in ("en", "fr"):
        with translation.override(language):
            assert [kind for kind in EventKind if names.name(kind) == kind] == []


def test_every_error_of_a_row_says_what_to_do_in_both_languages() -> None:
    assert trouble.FIX.keys() == trouble.ROW.keys()
    for code in trouble.ROW:
        for told in (trouble.words_of(code, {}), trouble.fix_of(code)):
            assert told["en"].endswith(".")
            assert told["fr"].endswith(".")
            assert told["en"] != told["fr"]
    assert trouble.words_of("of_old", {"en": "It was so."}) == {"en": "It was so."}


def test_the_first_of_a_month_is_said_as_the_french_do() -> None:
    from forain.hub.web.templatetags.forain import day

    with translation.override("fr"):
        assert (day(date(2027, 1, 1)), day(date(2027, 1, 11))) == ("1er janvier 2027", "11 janvier 2027")
    with translation.override("en"):
        assert day(date(2027, 1, 1)) == "1 January 2027"


def test_a_change_of_mode_and_a_corrected_field_are_told_in_words() -> None:
    with translation.override("fr"):
        told = audit_words.facts({"after": "live", "before": "observe", "field": "product_type"})
    assert (
        told
        == "après\u00a0: En service · avant\u00a0: Observation (lecture seule) · champ\u00a0: type de produit"
    )


def test_the_events_of_a_webhook_are_told_in_words() -> None:
    with translation.override("fr"):
        told = audit_words.facts({"kinds": ["order.seen", "of.tomorrow"], "kind": "folder"})
    assert told == "événements\u00a0: Une nouvelle commande, of.tomorrow · sorte\u00a0: Dossier surveillé"


def test_details_of_a_line_are_told_in_the_readers_way() -> None:
    from forain.hub.web.templatetags.forain import detail_name, detail_value

    with translation.override("fr"):
        assert (detail_name("colour"), detail_value("Marron", "colour")) == ("couleur", "Marron")
        assert detail_value("39.99", "products_final_price") == "39,99"
        assert detail_value("offert", "products_final_price") == "offert"
