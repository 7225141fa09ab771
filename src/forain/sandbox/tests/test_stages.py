"""What the engine needs of every stage it finds: the contract of `stage.py`, checked on the real ones."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from forain.sandbox import saving
from forain.sandbox.control import ControlRoom
from forain.sandbox.engine import Engine, Options
from forain.sandbox.openapi import document
from forain.sandbox.stage import Request
from forain.sandbox.stages import Offer, offers
from forain.sandbox.tests import market

STAGES = {**offers(), "toymart": market.stage}
every_stage = pytest.mark.parametrize(("name", "offer"), STAGES.items(), ids=STAGES)


def made(name: str, offer: Offer, *, seed: int = 1) -> Engine:
    return Engine(Options(seed=seed, speed=0), {name: offer})


def shown(engine: Engine, name: str) -> dict[str, object]:
    """Everything a person can read of a stage, as it goes over the wire."""
    stage = engine.stages[name]
    return {kind: msgspec.json.decode(msgspec.json.encode(stage.objects(kind))) for kind in stage.kinds()}


@every_stage
def test_its_controls_can_be_described_and_filled_in(name: str, offer: Offer) -> None:
    """A body whose fields msgspec cannot check is found here, not by the first user."""
    engine = made(name, offer)
    assert document(ControlRoom(engine).routes())["paths"]
    for control in engine.stages[name].controls():
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(b"[]", type=control.body)


@every_stage
def test_its_names_are_its_own(name: str, offer: Offer) -> None:
    """The id is the room's name, paths are not the control API's, credentials are there."""
    stage = made(name, offer).stages[name]
    assert not stage.owns("/_control/clock")
    assert stage.accounts()
    assert len({one.name for one in stage.controls()}) == len(stage.controls())


@every_stage
def test_a_seed_fills_its_world_with_something_and_more_arrives(name: str, offer: Offer) -> None:
    engine = made(name, offer)
    before = shown(engine, name)
    assert any(before.values())
    engine.stages[name].arrive()
    assert shown(engine, name) != before


@every_stage
def test_a_seed_is_a_promise(name: str, offer: Offer) -> None:
    """The same seed at the same moment is the same world; another seed is another."""
    one = made(name, offer)
    start = one.options
    again = Engine(Options(seed=1, speed=0, start=one.world.clock.origin), {name: offer})
    twin = Engine(Options(seed=1, speed=0, start=one.world.clock.origin), {name: offer})
    other = Engine(Options(seed=2, speed=0, start=one.world.clock.origin), {name: offer})
    assert start.seed == 1
    assert shown(again, name) == shown(twin, name) != shown(other, name)


@every_stage
def test_its_state_survives_the_file(name: str, offer: Offer) -> None:
    """Restored, it shows the same and goes on to the same future."""
    first = made(name, offer)
    second = Engine(Options(seed=5, speed=0, empty=True), {name: offer})
    saving.restore(second, saving.saved(first), "the file")
    assert shown(second, name) == shown(first, name)
    for engine in (first, second):
        engine.world.clock.move(timedelta(days=3))
        engine.pass_time()
        engine.stages[name].arrive()
    assert shown(second, name) == shown(first, name)
    assert second.world.ledger == first.world.ledger
    assert second.failures == first.failures == 0


@every_stage
@pytest.mark.parametrize("why", ["quota", "deactivated", "internal"])
def test_it_has_a_document_for_each_injected_refusal(name: str, offer: Offer, why: str) -> None:
    answer = made(name, offer).stages[name].refuse(Request(method="GET", path="/"), why)
    assert answer.body


@every_stage
def test_an_empty_world_lets_years_pass(name: str, offer: Offer) -> None:
    engine = Engine(Options(speed=0, empty=True), {name: offer})
    engine.world.clock.move(timedelta(days=3650))
    engine.pass_time()
    assert engine.failures == 0
