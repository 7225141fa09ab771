"""What holds for every service in every version: it answers, and the answer is read without anything left over."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr.calls import offer
from forain.marketplaces.rakuten_fr.sandbox.services import HANDLERS
from forain.marketplaces.rakuten_fr.tests.asking import ask_for
from forain.marketplaces.rakuten_fr.tests.good_calls import GOOD
from forain.marketplaces.rakuten_fr.tests.support import Play

CASES = [(service, version) for service in GOOD for version in offer.operations[service].versions or ("",)]


def test_every_service_has_a_good_call_and_a_handler() -> None:
    assert set(GOOD) == set(offer.operations)
    assert {one.name for one in offer.operations.values()} == set(HANDLERS)


@pytest.mark.parametrize(("service", "version"), CASES)
def test_the_answer_of_each_version_is_read_whole(play: Play, service: str, version: str) -> None:
    """Nothing undeclared and nothing mended; only that a newer version exists may be told."""
    told: list[str] = []
    answer = ask_for(play, service, version, GOOD[service](play), notice=lambda _, words: told.append(words))
    assert isinstance(answer, offer.operations[service].answer)
    assert [words for words in told if not words.startswith("Version ")] == []
    if version:
        assert answer.version == version
