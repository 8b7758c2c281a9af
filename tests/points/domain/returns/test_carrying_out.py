"""What a return does to the account: what was paid comes back, then what was earned goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry_parts import LinePaid, Owed
from loyalty_points.domain.returns.carrying_out import carry_out
from loyalty_points.domain.returns.returns import return_all
from loyalty_points.domain.returns.undoing import undo_purchase

from support.clocks import NOON
from support.originals import (
    DAY_MS,
    NOW_MS,
    OWN,
    account_of,
    award_of,
    fresh,
    line_of,
    original_of,
)


def test_a_balance_that_is_too_small_owes_the_rest() -> None:
    """features.md AC-22 c, Material: 20 there, 100 taken: 80 owed, where theirs is negative."""
    original = original_of((line_of(0, 10_000),), (award_of((100,)),))
    account = account_of((OWN, 20))
    after = return_all((line_of(0, 10_000),), fresh(original).lines)
    undoing = undo_purchase(original, fresh(original), after)
    undone = carry_out(account, original, fresh(original), undoing, NOW_MS, 0)
    reversal = undone.reversal
    assert (reversal.clawed_back_available_points, reversal.clawed_back_debt_points) == (20, 80)
    assert (account.balance(NOW_MS).available_points, account.debt) == (0, {"retail": 80})


def test_what_was_paid_comes_back_before_what_was_earned_is_taken() -> None:
    """Points that were spent on the purchase itself cover what it had earned."""
    hotel = LotKey("hotel", 0, 0, "M")
    paid = (LinePaid(0, hotel.lot_id, 50),)
    original = original_of((line_of(0),), (award_of((30,)),), paid)
    account = account_of()
    undoing = undo_purchase(
        original, fresh(original), return_all((line_of(0),), fresh(original).lines)
    )
    undone = carry_out(account, original, fresh(original), undoing, NOW_MS, 0)
    assert (account.debt, account.lots[hotel.lot_id].points) == ({}, 20)
    assert account.lots[hotel.lot_id].since_ms == NOW_MS - 5
    assert undone.owed == (Owed("hotel", "retail", -20),)


def test_an_expired_lot_comes_back_for_the_grace_and_not_without_it() -> None:
    expired = LotKey("retail", 0, NOW_MS - DAY_MS, "M")
    original = original_of((line_of(0),), (), (LinePaid(0, expired.lot_id, 50),))
    undoing = undo_purchase(
        original, fresh(original), return_all((line_of(0),), fresh(original).lines)
    )
    without, within = account_of(), account_of()
    first = carry_out(without, original, fresh(original), undoing, NOW_MS, 0).reversal
    assert (first.restored_available_points, first.restored_expired_points) == (0, 50)
    assert without.balance(NOW_MS).due_points == 50
    grace_ms = NOW_MS + 3 * DAY_MS
    second = carry_out(within, original, fresh(original), undoing, NOW_MS, grace_ms).reversal
    assert (second.restored_available_points, second.restored_expired_points) == (50, 0)
    assert within.expirations(NOW_MS) == [(grace_ms, 50)]


def test_points_that_became_active_meanwhile_are_still_the_awards_own() -> None:
    waiting = LotKey("retail", NOW_MS - DAY_MS, NOW_MS + DAY_MS, "M")
    sooner = LotKey("hotel", 0, NOW_MS + 1, "M")
    account = account_of((waiting.activated, 30), (sooner, 30))
    original = original_of((line_of(0),), (award_of((30,), lot_id=waiting.lot_id),))
    undoing = undo_purchase(
        original, fresh(original), return_all((line_of(0),), fresh(original).lines)
    )
    undone = carry_out(account, original, fresh(original), undoing, NOW_MS, 0)
    assert [change.lot_id for change in undone.lot_changes] == [waiting.activated.lot_id]
    assert to_ms(NOON + timedelta(days=1)) == NOW_MS + DAY_MS


def test_what_was_paid_comes_back_as_old_as_it_was_though_the_purchase_added_to_its_lot() -> None:
    paid = (LinePaid(0, OWN.lot_id, 50),)
    original = original_of((line_of(0),), (award_of((30,)),), paid)
    taken = next(change for change in original.lot_changes if change.points < 0)
    added = LotChange(OWN.lot_id, 30, NOW_MS)
    original = replace(original, lot_changes=(taken, added))
    account = account_of()
    after = return_all((line_of(0),), fresh(original).lines)
    carry_out(
        account,
        original,
        fresh(original),
        undo_purchase(original, fresh(original), after),
        NOW_MS,
        0,
    )
    assert account.lots[OWN.lot_id].since_ms == taken.since_ms < added.since_ms
