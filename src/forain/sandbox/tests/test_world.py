"""Time: things happen when they were due, and a world that was put away goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from forain.sandbox.clock import Clock
from forain.sandbox.world import World

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def world(speed: float) -> World:
    return World(clock=Clock(origin=NOON, speed=speed, real=lambda: 0.0))


def test_rules_see_the_time_a_thing_was_due() -> None:
    """And what they schedule on the way happens too, in order."""
    made, seen = world(0), []

    def tell(target: str) -> None:
        seen.append((target, made.now()))
        if target == "first":
            made.schedule(made.now() + timedelta(minutes=1), "tell", "between")

    made.on("tell", tell)
    made.schedule(NOON + timedelta(hours=1), "tell", "last")
    made.schedule(NOON, "tell", "first")
    made.clock.move(timedelta(days=1))
    assert made.pass_time() == 3
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    assert seen == [("first", NOON), ("between", NOON + minute), ("last", NOON + hour)]


def test_a_natural_clock_ran_on_while_the_sandbox_was_down() -> None:
    saved = world(1).saved()
    saved["saved_at"] -= timedelta(hours=2)
    again = world(0)
    again.restore(saved)
    assert timedelta(hours=2) <= again.clock.now() - NOON < timedelta(hours=2, minutes=1)
    assert again.clock.speed == 1


def test_a_frozen_or_fast_clock_stood_still() -> None:
    for speed in (0.0, 60.0):
        saved = world(speed).saved()
        saved["saved_at"] -= timedelta(hours=2)
        again = world(1)
        again.restore(saved)
        assert (again.clock.now(), again.clock.speed) == (NOON, speed)


def test_what_is_forgotten_does_not_happen() -> None:
    made = world(0)
    made.on("tell", lambda _: None)
    made.schedule(NOON, "tell", "a")
    made.schedule(NOON, "other", "b")
    made.forget("other")
    assert made.pass_time() == 1
