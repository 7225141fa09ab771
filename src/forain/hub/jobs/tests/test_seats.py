"""So many jobs of a kind at once, and no seat is lost when one fails."""

from __future__ import annotations

import pytest

from forain.hub.jobs.seats import Seats


def test_who_finds_no_seat_does_nothing_and_frees_none() -> None:
    seats = Seats(2)
    with seats.one() as first, seats.one() as second:
        with seats.one() as third:
            pass
        with seats.one() as fourth:
            pass
    assert (first, second, third, fourth) == (True, True, False, False)


def test_a_job_that_fails_gives_its_seat_back() -> None:
    seats = Seats(1)
    with pytest.raises(ZeroDivisionError), seats.one():
        raise ZeroDivisionError
    with seats.one() as free:
        assert free
