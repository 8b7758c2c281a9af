"""Points that expire after inactivity move on with every activity."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.clawing_back import claw_back
from loyalty_points.domain.accounts.holding import place_hold
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.accounts.sliding import slide, slide_code
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_sdk import ExpiryKind, ExpiryRounding, ExpiryUnit

from support.clocks import NOON

JULY = to_ms(datetime(2026, 7, 16, tzinfo=UTC))
AUGUST = to_ms(datetime(2026, 8, 16, tzinfo=UTC))
MONTH = "1-months-end_of_day"


def utc(_funder: str) -> str:
    return "UTC"


def account(expire_ms: int = JULY, code: str = MONTH, points: int = 10) -> Account:
    made = Account("M", 1, 0, "", NOON)
    made.give(LotKey("hotel", 0, expire_ms, "M", code), points, 0, to_ms(NOON))
    return made


def test_an_activity_moves_the_expiry_on() -> None:
    moved = account()
    active = datetime(2026, 7, 15, 12, tzinfo=UTC)
    changes = slide(moved, active, to_ms(active), utc)
    assert [change.points for change in changes] == [-10, 10]
    assert moved.expirations(to_ms(active)) == [(AUGUST, 10)]


def test_an_activity_of_the_past_moves_nothing_back() -> None:
    moved = account(AUGUST)
    assert slide(moved, datetime(2026, 6, 1, tzinfo=UTC), to_ms(NOON), utc) == ()


def test_points_that_have_expired_are_past_moving() -> None:
    moved = account()
    active = datetime(2026, 7, 16, tzinfo=UTC)
    assert slide(moved, active, JULY, utc) == ()
    assert moved.balance(JULY).due_points == 10


def test_points_that_do_not_slide_stay() -> None:
    moved = account(code="")
    assert slide(moved, datetime(2026, 7, 15, tzinfo=UTC), to_ms(NOON), utc) == ()


def test_held_points_stay_in_their_lot() -> None:
    moved = account()
    place_hold(moved, Hold("H", "M", "hotel", "hotel-1", AUGUST, ()), 4, to_ms(NOON))
    active = datetime(2026, 7, 15, tzinfo=UTC)
    slide(moved, active, to_ms(active), utc)
    assert sorted(lot.points for lot in moved.lots.values()) == [4, 6]
    assert moved.balance(to_ms(active)).held_points == 4


def test_a_claw_back_finds_points_that_were_moved_on() -> None:
    moved = account()
    given = next(iter(moved.lots))
    moved.give(LotKey("fuel", 0, JULY + 1, "M"), 5, 0, to_ms(NOON))
    active = datetime(2026, 7, 15, tzinfo=UTC)
    slide(moved, active, to_ms(active), utc)
    (change,) = claw_back(moved, 3, "hotel", [given], to_ms(active)).lot_changes
    assert (change.lot_id.split("~")[0], change.points) == ("hotel", -3)


@given(st.integers(1, 24), st.sampled_from(list(ExpiryUnit)), st.sampled_from(list(ExpiryRounding)))
def test_sliding_keeps_every_point(count: int, unit: ExpiryUnit, rounding: ExpiryRounding) -> None:
    policy = ExpiryPolicy(
        months=0, kind=ExpiryKind.INACTIVITY, count=count, unit=unit, rounding=rounding
    )
    moved = account(to_ms(NOON) + 1000, slide_code(policy), 7)
    slide(moved, NOON, to_ms(NOON), utc)
    (lot,) = moved.lots.values()
    assert lot.points == 7
    assert lot.expire_ms > to_ms(NOON) + 1000
