"""Holds that several want at the same instant: one gets them, and the journal is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty_points.use_cases.settle_accounts import settle_account

from support import build
from support.asking import give
from support.clocks import NOON
from support.harness import Client, Harness
from support.holding import placed, points_of
from support.together import OK, at_once, require_clean_audit, tally

ROUNDS = 5


@pytest.fixture
def later(harness: Harness) -> Iterator[Harness]:
    """The clock may be moved; it is put back."""
    yield harness
    harness.clock.now = NOON


def capturing(operator: Client, member_id: str, hold_id: str, points: int = 0) -> Callable[[], Any]:
    return partial(operator.holds.CaptureHold, build.capture(member_id, hold_id, points))


def releasing(operator: Client, member_id: str, hold_id: str) -> Callable[[], Any]:
    return partial(operator.holds.ReleaseHold, build.release(member_id, hold_id))


def test_forty_holds_on_the_last_points_get_them_once(operator: Client, member_id: str) -> None:
    give(operator, member_id, 1_099)
    requests = [build.hold(member_id, 100) for _ in range(40)]
    outcomes = at_once([partial(operator.holds.PlaceHold, request) for request in requests])
    assert tally(outcomes) == {OK: 10, "INSUFFICIENT_POINTS": 30}
    assert points_of(operator, member_id) == (99, 1_000, 0)
    require_clean_audit(operator, member_id)


def test_a_hold_and_a_redemption_of_the_same_points(operator: Client, member_id: str) -> None:
    give(operator, member_id, 150)
    outcomes = at_once(
        [
            partial(operator.holds.PlaceHold, build.hold(member_id, 100)),
            partial(operator.points.RedeemPoints, build.redeem(member_id, 100)),
        ]
    )
    assert tally(outcomes) == {OK: 1, "INSUFFICIENT_POINTS": 1}
    available, held, _ = points_of(operator, member_id)
    assert (available, held) in {(50, 0), (50, 100)}
    require_clean_audit(operator, member_id)


@pytest.mark.parametrize("points", [0, 30])
def test_of_many_captures_of_a_hold_one_gets_it(
    operator: Client, member_id: str, points: int
) -> None:
    give(operator, member_id, 100)
    hold_id = placed(operator, member_id, 60)
    calls = [capturing(operator, member_id, hold_id, points) for _ in range(8)]
    assert tally(at_once(calls)) == {OK: 1, "HOLD_NOT_FOUND": 7}
    assert points_of(operator, member_id) == (100 - (points or 60), 0, 0)
    require_clean_audit(operator, member_id)


def test_a_capture_against_a_release(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100 * ROUNDS)
    left = 100 * ROUNDS
    for _ in range(ROUNDS):
        hold_id = placed(operator, member_id, 100)
        captured, released = at_once(
            [capturing(operator, member_id, hold_id), releasing(operator, member_id, hold_id)]
        )
        assert tally([captured, released]) == {OK: 1, "HOLD_NOT_FOUND": 1}
        left -= 100 if tally([captured]) == {OK: 1} else 0
        assert points_of(operator, member_id) == (left, 0, 0)
    require_clean_audit(operator, member_id)


def test_a_capture_against_its_lapse(later: Harness, operator: Client, member_id: str) -> None:
    """The worker comes by while tills capture, just before the deadline and at it."""
    give(operator, member_id, 1_000)
    left = 1_000
    for milliseconds in (59_999, 60_000):
        hold_id = placed(operator, member_id, 100, seconds=60)
        later.clock.advance(milliseconds=milliseconds)
        lapse = partial(settle_account, later.parts, member_id)
        outcomes = at_once([capturing(operator, member_id, hold_id), lapse, lapse])
        in_time = milliseconds < 60_000
        assert tally(outcomes[:1]).keys() <= (
            {OK} if in_time else {"HOLD_LAPSED", "HOLD_NOT_FOUND"}
        )
        assert sum(outcomes[1:]) == (0 if in_time else 1)
        left -= 100 if in_time else 0
        assert points_of(operator, member_id) == (left, 0, 0)
    require_clean_audit(operator, member_id)


def test_the_deadline_passes_while_tills_capture_release_and_redeem(
    later: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100)
    hold_id = placed(operator, member_id, 100, seconds=60)
    later.clock.advance(milliseconds=59_999)
    outcomes = at_once(
        [
            capturing(operator, member_id, hold_id),
            releasing(operator, member_id, hold_id),
            partial(later.clock.advance, milliseconds=1),
            partial(settle_account, later.parts, member_id),
            partial(operator.points.RedeemPoints, build.redeem(member_id, 100)),
        ]
    )
    captured, released, redeemed = outcomes[0], outcomes[1], outcomes[4]
    spent = [each for each in (captured, redeemed) if tally([each]) == {OK: 1}]
    available, held, _ = points_of(operator, member_id)
    assert available + held == 100 * (1 - len(spent))
    assert len(spent) <= 1, "the same points are spent once"
    assert tally([released]).keys() <= {OK, "HOLD_LAPSED", "HOLD_NOT_FOUND"}
    require_clean_audit(operator, member_id)
