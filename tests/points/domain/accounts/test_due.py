"""What time does to an account: it changes the record, never what can be spent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts import due
from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.clawing_back import claw_back
from loyalty_points.domain.accounts.holding import capture, find_hold, place_hold
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotKey

from support.clocks import NOON

SOME = st.integers(1, 20)
LOTS = st.lists(
    st.tuples(
        st.sampled_from(["hotel", "fuel"]),
        st.sampled_from([0, 10, 20, AWAITING_MS]),
        st.sampled_from([0, 15, 20, 30]),
        SOME,
    ),
    max_size=6,
)
HOLDS = st.lists(st.tuples(SOME, st.integers(1, 40)), max_size=3)


def account() -> Account:
    return Account("M", 1, 0, "", NOON)


def hold(hold_id: str, deadline_ms: int) -> Hold:
    return Hold(hold_id, "M", "hotel", "hotel-1", deadline_ms, ())


def filled(lots: list[tuple[str, int, int, int]], holds: list[tuple[int, int]]) -> Account:
    made = account()
    for funder, activate_ms, expire_ms, points in lots:
        if not expire_ms or expire_ms > activate_ms:
            made.give(LotKey(funder, activate_ms, expire_ms, "M"), points, 0, 0)
    for number, (points, deadline_ms) in enumerate(holds):
        if made.balance(0).available_points >= points:
            place_hold(made, hold(f"H{number}", deadline_ms), points, 0)
    return made


def settle(settled: Account, now_ms: int) -> list[int]:
    """Do all that is due, as the worker does; return the instants."""
    instants = []
    while (at_ms := due.next_due_ms(settled)) <= now_ms:
        instants.append(at_ms)
        if not due.activate_due(settled, at_ms) and not due.lapse_first(settled, at_ms):
            assert due.expire_due(settled, at_ms), "what is due must do something"
    return instants


@given(LOTS, HOLDS, st.integers(0, 50))
def test_whether_a_worker_has_come_by_makes_no_difference_to_what_can_be_spent(
    lots: list[tuple[str, int, int, int]], holds: list[tuple[int, int]], now_ms: int
) -> None:
    late, punctual = filled(lots, holds), filled(lots, holds)
    for instant in range(now_ms + 1):
        settle(punctual, instant)
    before = late.balance(now_ms)
    settle(late, now_ms)
    for settled in (late, punctual):
        after = settled.balance(now_ms)
        assert (after.available_points, after.pending_points, after.held_points) == (
            before.available_points,
            before.pending_points,
            before.held_points,
        )
    assert late.lots == punctual.lots
    assert late.balance(now_ms).due_points == 0


@given(LOTS, HOLDS)
def test_what_is_due_is_done_in_the_order_of_its_instants_and_once(
    lots: list[tuple[str, int, int, int]], holds: list[tuple[int, int]]
) -> None:
    settled = filled(lots, holds)
    first = settle(settled, 60)
    assert settle(settled, 60) == []
    assert due.next_due_ms(settled) == due.NOTHING_DUE_MS
    assert all(lot.activate_ms in (0, AWAITING_MS) for lot in settled.lots.values())
    assert len(first) <= 20


def test_activated_points_join_the_lot_of_the_same_expiry() -> None:
    settled = account()
    settled.give(LotKey("hotel", 10, 30, "M"), 5, 3, 0)
    settled.give(LotKey("hotel", 0, 30, "M"), 7, 4, 0)
    moved = due.activate_due(settled, 10)
    assert moved is not None
    assert [(change.lot_id, change.points) for change in moved.lot_changes] == [
        ("hotel~10~30~M", -5),
        ("hotel~0~30~M", 5),
    ]
    (lot,) = settled.lots.values()
    assert (lot.points, lot.since_ms) == (12, 3)


def test_activated_points_repay_debt() -> None:
    settled = account()
    settled.give(LotKey("hotel", 10, 0, "M"), 5, 0, 0)
    claw_back(settled, 3, "fuel", (), 0)
    assert settled.balance(10).available_points == 2
    moved = due.activate_due(settled, 10)
    assert moved is not None
    assert moved.debt_changes == (DebtChange("fuel", "hotel", -3),)
    assert (settled.balance(10).available_points, settled.debt) == (2, {})


def test_points_that_wait_for_a_confirmation_are_never_due() -> None:
    waiting = account()
    waiting.give(LotKey("hotel", AWAITING_MS, 0, "M"), 5, 0, 0)
    assert due.next_due_ms(waiting) == due.NOTHING_DUE_MS
    assert waiting.balance(2**62).pending_points == 5


def test_held_points_do_not_expire_and_expire_at_once_when_they_are_free_again() -> None:
    held = account()
    held.give(LotKey("hotel", 0, 10, "M"), 8, 0, 0)
    place_hold(held, hold("H", 30), 5, 0)
    assert settle(held, 20) == [10]
    balance = held.balance(20)
    assert (balance.held_points, balance.due_points, balance.available_points) == (5, 0, 0)
    assert held.balance(30).due_points == 5
    assert settle(held, 30) == [30, 10]
    assert (held.lots, held.holds) == ({}, {})


def test_held_points_can_be_captured_after_their_expiry() -> None:
    held = account()
    held.give(LotKey("hotel", 0, 10, "M"), 8, 0, 0)
    place_hold(held, hold("H", 30), 5, 0)
    changes = capture(held, find_hold(held, "H"), 4, 20)
    assert [change.points for change in changes] == [-4]
    assert held.balance(20).due_points == 4
