"""Edges of the account that the model, with its few small points, does not reach."""

from __future__ import annotations

import pytest
from loyalty_chassis.errors import LimitReached
from loyalty_points.domain.accounts.account import OPEN_LOTS_MAX, Account, DebtChange
from loyalty_points.domain.accounts.clawing_back import ClawedBack, claw_back
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.errors import InsufficientPoints
from loyalty_sdk import INT64_MAX

from support.clocks import NOON

NEVER = LotKey("hotel", 0, 0, "M")


def account() -> Account:
    return Account("M", 1, 0, "", NOON)


def test_an_account_holds_up_to_64_bits_and_no_more() -> None:
    full = account()
    full.give(NEVER, INT64_MAX - 1, 0, 0)
    full.give(LotKey("fuel", 0, 0, "M"), 1, 0, 0)
    assert full.balance(0).available_points == INT64_MAX
    before = dict(full.lots)
    with pytest.raises(LimitReached) as refusal:
        full.give(NEVER, 1, 0, 0)
    assert refusal.value.metadata == {"limit": "balance"}
    assert full.lots == before
    full.spend(INT64_MAX, 0)
    assert full.lots == {}


def test_pending_and_due_points_count_toward_the_64_bits() -> None:
    full = account()
    full.give(LotKey("hotel", 100, 0, "M"), INT64_MAX, 0, 0)
    with pytest.raises(LimitReached):
        full.give(NEVER, 1, 0, 0)


def test_the_refusal_of_a_burn_says_what_is_missing() -> None:
    """features.md AC-21, Voucherify: reward 250, balance 50, 200 missing."""
    poor = account()
    poor.give(NEVER, 50, 0, 0)
    with pytest.raises(InsufficientPoints) as refusal:
        poor.spend(250, 0)
    assert refusal.value.metadata == {"required": "250", "available": "50", "missing": "200"}
    assert poor.balance(0).available_points == 50


def test_points_that_are_owed_are_not_available() -> None:
    owing = account()
    owing.give(NEVER, 30, 0, 0)
    owing.give(LotKey("fuel", 0, 10, "M"), 50, 0, 0)
    claw_back(owing, 100, "hotel", (), 0)
    assert (owing.balance(0).available_points, owing.debt) == (0, {"hotel": 20})
    assert owing.give(NEVER, 5, 0, 0).debt_changes == (DebtChange("hotel", "hotel", -5),)
    assert (owing.balance(0).available_points, owing.debt) == (0, {"hotel": 15})


def test_debt_to_the_giver_is_repaid_before_debt_to_others() -> None:
    owing = account()
    for funder in ("fuel", "retail", "hotel"):
        claw_back(owing, 10, funder, (), 0)
    given = owing.give(LotKey("retail", 0, 0, "M"), 25, 0, 0)
    assert given.debt_changes == (
        DebtChange("retail", "retail", -10),
        DebtChange("fuel", "retail", -10),
        DebtChange("hotel", "retail", -5),
    )
    assert given.lot_changes == ()
    assert owing.debt == {"hotel": 5}


@pytest.mark.parametrize("key", [LotKey("hotel", 50, 0, "M"), LotKey("hotel", 0, 10, "M")])
def test_points_that_cannot_be_spent_repay_nothing(key: LotKey) -> None:
    owing = account()
    claw_back(owing, 10, "hotel", (), 20)
    given = owing.give(key, 10, 0, 20)
    assert given.debt_changes == ()
    assert (owing.debt, owing.balance(20).available_points) == ({"hotel": 10}, 0)


def test_two_hundred_lots_are_room_enough_and_one_more_is_not() -> None:
    full = account()
    for expire_ms in range(1, OPEN_LOTS_MAX + 1):
        full.give(LotKey("hotel", 0, expire_ms, "M"), 1, 0, 0)
    full.require_room()
    full.give(NEVER, 1, 0, 0)
    with pytest.raises(LimitReached) as refusal:
        full.require_room()
    assert refusal.value.metadata == {"limit": "open_lots", "maximum": "200"}


def test_a_claw_back_says_what_it_took_and_what_became_debt() -> None:
    owing = account()
    own, other = LotKey("hotel", 50, 0, "M"), LotKey("fuel", 0, 0, "M")
    owing.give(own, 30, 0, 0)
    owing.give(other, 20, 0, 0)
    clawed = claw_back(owing, 60, "hotel", [own.lot_id], 0)
    assert [(change.lot_id, change.points) for change in clawed.lot_changes] == [
        (own.lot_id, -30),
        (other.lot_id, -20),
    ]
    assert clawed.debt_changes == (DebtChange("hotel", "hotel", 10),)
    assert (clawed.pending_points, clawed.available_points, clawed.debt_points) == (30, 20, 10)
    assert claw_back(owing, 0, "hotel", (), 0) == ClawedBack()


def test_a_claw_back_leaves_alone_what_other_purchases_gave_for_later_and_slides_alike() -> None:
    owing = account()
    own = LotKey("hotel", 0, 90, "M", "1-days-end_of_day")
    later = LotKey("hotel", 50, 99, "M", own.slide)
    moved = LotKey("hotel", 0, 95, "M", own.slide)
    for key in (later, moved):
        owing.give(key, 10, 0, 0)
    clawed = claw_back(owing, 15, "hotel", [own.lot_id], 0)
    assert (clawed.pending_points, clawed.available_points, clawed.debt_points) == (0, 10, 5)
    assert list(owing.lots) == [later.lot_id]
