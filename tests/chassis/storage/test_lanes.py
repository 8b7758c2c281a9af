"""Lanes: one at a time for one name, and never for longer than it is worth."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from loyalty_chassis.storage.lanes import WAIT_SECONDS_MAX, within_lane

from support.together import at_once

LONG = 10.0
SHORT = 0.2


@contextmanager
def held(name: str) -> Iterator[None]:
    """Somebody else is within the lane while the block runs."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with within_lane(name, LONG):
            entered.set()
            leave.wait(LONG)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        entered.wait(LONG)
        try:
            yield
        finally:
            leave.set()
        holding.result()


def seconds_to_enter(name: str, seconds: float) -> float:
    began = time.monotonic()
    with within_lane(name, seconds):
        return time.monotonic() - began


def together(names: list[str]) -> int:
    """Return how many of those names were within their lanes at one time, at most."""
    inside, most = [0], [0]
    counting = threading.Lock()

    def enter(name: str) -> None:
        with within_lane(name, LONG):
            with counting:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            with counting:
                inside[0] -= 1

    at_once([partial(enter, name) for name in names])
    return most[0]


def test_those_of_one_name_go_one_by_one() -> None:
    assert together(["account"] * 12) == 1


def test_those_of_other_names_do_not_wait() -> None:
    assert together([f"account-{number}" for number in range(12)]) > 1


def test_without_a_name_nobody_waits() -> None:
    assert together([""] * 12) > 1


def test_who_waited_half_of_their_time_goes_on_without() -> None:
    with held("account"):
        assert 0.9 * SHORT < seconds_to_enter("account", 2 * SHORT) < 2 * SHORT
        assert seconds_to_enter("account", 0) < SHORT
        # One that went on without the lane must not have given it up for its holder.
        assert seconds_to_enter("account", 2 * SHORT) > 0.9 * SHORT


def test_nobody_waits_longer_than_a_second() -> None:
    with held("account"):
        assert WAIT_SECONDS_MAX * 0.9 < seconds_to_enter("account", LONG) < WAIT_SECONDS_MAX * 2


def test_a_failure_leaves_the_lane() -> None:
    with pytest.raises(ValueError, match="spoilt"), within_lane("account", LONG):
        raise ValueError("spoilt")
    assert seconds_to_enter("account", LONG) < SHORT
