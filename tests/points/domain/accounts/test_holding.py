"""Points set aside: chosen as they would be spent, captured in that order, bounded in number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_chassis.errors import LimitReached, LoyaltyError
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.holding import (
    capture,
    find_hold,
    place_hold,
    require_live,
    set_free,
)
from loyalty_points.domain.accounts.holds import HOLDS_MAX, Hold, LotPart
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.errors import (
    CaptureTooLarge,
    HoldLapsed,
    HoldNotFound,
    InsufficientPoints,
)

from support.clocks import NOON

SOON, LATE, NEVER = ("hotel~0~100~M", "fuel~0~200~M", "retail~0~0~M")


def account() -> Account:
    """Return an account of three lots: of 5 points, 7 and 9."""
    made = Account("M", 1, 0, "", NOON)
    for lot_id, points in ((NEVER, 9), (LATE, 7), (SOON, 5)):
        made.give(LotKey.parse(lot_id), points, 0, 0)
    return made


def place(held: Account, points: int, hold_id: str = "H", deadline_ms: int = 50) -> Hold:
    asked = Hold(hold_id, "M", "hotel", "hotel-1", deadline_ms, ())
    return place_hold(held, asked, points, 0)


def refused(call: Callable[[], object], kind: type[LoyaltyError]) -> dict[str, str]:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.metadata


def test_the_lots_that_would_be_spent_first_are_held() -> None:
    held = account()
    assert place(held, 8).parts == (LotPart(SOON, 5), LotPart(LATE, 3))
    assert held.spend(5, 0)[0].lot_id == LATE
    balance = held.balance(0)
    assert (balance.held_points, balance.available_points) == (8, 8)


def test_points_that_are_held_cannot_be_held_again() -> None:
    held = account()
    place(held, 20)
    told = refused(partial(place, held, 2, "I"), InsufficientPoints)
    assert told == {"required": "2", "available": "1", "missing": "1"}
    assert list(held.holds) == ["H"]


def test_the_first_points_of_a_hold_are_captured_and_the_rest_is_free() -> None:
    held = account()
    changes = capture(held, place(held, 8), 6, 0)
    assert [(change.lot_id, change.points) for change in changes] == [(SOON, -5), (LATE, -1)]
    assert (held.balance(0).available_points, held.holds) == (15, {})


def test_more_than_was_held_is_not_captured_and_the_hold_stays() -> None:
    held = account()
    hold = place(held, 8)
    told = refused(lambda: capture(held, hold, 9, 0), CaptureTooLarge)
    assert told == {"held": "8", "requested": "9"}
    assert find_hold(held, "H") == hold


def test_from_its_deadline_on_a_hold_has_lapsed() -> None:
    held = account()
    hold = place(held, 8)
    require_live(hold, 49)
    assert refused(lambda: capture(held, hold, 8, 50), HoldLapsed) == {"hold_id": "H"}
    assert held.balance(50).available_points == 21


def test_a_hold_that_was_ended_is_not_found() -> None:
    held = account()
    set_free(held, place(held, 8))
    assert refused(lambda: find_hold(held, "H"), HoldNotFound) == {"hold_id": "H"}


def test_sixty_four_holds_are_held_and_no_more() -> None:
    held = account()
    held.give(LotKey.parse(NEVER), HOLDS_MAX, 0, 0)
    for number in range(HOLDS_MAX):
        place(held, 1, f"H{number}", deadline_ms=1_000 + number)
    told = refused(lambda: place(held, 1), LimitReached)
    assert told == {
        "limit": "holds",
        "maximum": "64",
        "free_time": "1970-01-01T00:00:01.000Z",
    }


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=5))
def test_held_and_available_and_captured_add_up_whatever_is_held_and_captured(
    asked: list[tuple[int, int]],
) -> None:
    held, captured = account(), 0
    for number, (points, part) in enumerate(asked):
        if points > held.balance(0).available_points:
            continue
        hold = place(held, points, f"H{number}")
        if part and part <= points:
            captured -= sum(change.points for change in capture(held, hold, part, 0))
        balance = held.balance(0)
        assert balance.held_points + balance.available_points + captured == 21
