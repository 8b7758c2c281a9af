"""Returns in any number of steps end with exactly what was given and paid, and never more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.account import Account, Balance
from loyalty_points.domain.carrying_out import carry_out
from loyalty_points.domain.entry import (
    Award,
    Burn,
    Entry,
    EntryKind,
    LinePaid,
    Owed,
    ReturnedAward,
)
from loyalty_points.domain.errors import ReturnExceedsPurchase
from loyalty_points.domain.holds import LotPart
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.lots import LotChange, LotKey
from loyalty_points.domain.purchase import Line, Purchase
from loyalty_points.domain.purchase_state import PurchaseState, untouched_state
from loyalty_points.domain.returns import (
    LineReturn,
    LineState,
    basis_of,
    return_all,
    return_amount,
    return_lines,
)
from loyalty_points.domain.undoing import left_of_award, undo_purchase, undo_redemption
from loyalty_sdk import split_by_weight

from support.clocks import NOON

NOW_MS = to_ms(NOON)
DAY_MS = 86_400_000
NOTHING = Balance(0, 0, 0, 0, 0)
OWN = LotKey("retail", 0, 0, "M")
PAID_FROM = tuple(LotKey(f"f{number}", 0, 0, "M").lot_id for number in range(3))


def line_of(number: int, net: int = 100, quantity: int = 1000) -> Line:
    return Line(f"l{number}", "", "grocery", quantity, net, 0, net)


def award_of(points: tuple[int, ...], qualifying: tuple[int, ...] = (), **parts: object) -> Award:
    given = Award(
        plugin="p",
        rule_id="r",
        reason="spend",
        points=sum(points),
        qualifying_points=sum(qualifying),
        requested_points=sum(points),
        limited_by="",
        funder="retail",
        lot_id=OWN.lot_id,
        expire_time=None,
        born_expired=False,
        line_points=points,
        line_qualifying_points=qualifying or tuple(0 for _ in points),
    )
    return replace(given, **parts)  # type: ignore[arg-type]


def original_of(
    lines: tuple[Line, ...], awards: tuple[Award, ...] = (), paid: tuple[LinePaid, ...] = ()
) -> Entry:
    """Return the entry of a purchase at retail whose lines points paid for so."""
    taken: Counter[str] = Counter()
    for part in paid:
        taken[part.lot_id] += part.points
    points = taken.total()
    amounts = split_by_weight(
        min(points, sum(line.net_amount_minor for line in lines)),
        [line.net_amount_minor for line in lines],
    )
    purchase = Purchase("retail", "s", "till", "n", NOON, "USD", 0, lines, (), ())
    return Entry(
        account_id="M",
        member_id="M",
        sequence=7,
        kind=EntryKind.PURCHASE,
        request_id="",
        client_id="",
        business_id="retail",
        store_id="s",
        event_time=NOON,
        record_time=NOON,
        earned_points=sum(award.points for award in awards),
        burned_points=points,
        qualifying_points=0,
        purchase=purchase,
        seen=None,
        awards=awards,
        burn=Burn(points, sum(amounts), "p", "r", "pay", amounts, paid) if points else None,
        lot_changes=tuple(LotChange(lot, -count, NOW_MS - 5) for lot, count in taken.items()),
        debt_changes=(),
        postings=(),
        balance_after=NOTHING,
        program_version=1,
        plugins=(),
        reason="",
        reference="",
        tier_id="",
        previous_hash="",
    )


def account_of(*lots: tuple[LotKey, int]) -> Account:
    account = Account("M", 1, 7, "", NOON)
    for key, points in lots:
        account.put(LotChange(key.lot_id, points, NOW_MS))
    return account


def fresh(original: Entry) -> PurchaseState:
    return untouched_state(original.entry_id, original.purchase.lines if original.purchase else ())


@st.composite
def originals(draw: st.DrawFn) -> Entry:
    """Any purchase of up to four lines, some of no amount or no quantity."""
    amounts = st.integers(0, 30)
    lines = tuple(
        line_of(number, draw(amounts), draw(st.sampled_from([0, 1, 3, 1000])))
        for number in range(draw(st.integers(1, 4)))
    )
    count = len(lines)
    points = st.lists(st.integers(0, 50), min_size=count, max_size=count).map(tuple)
    awards = tuple(award_of(draw(points), draw(points)) for _ in range(draw(st.integers(0, 2))))
    paid = tuple(
        LinePaid(number, lot_id, part)
        for number in range(count)
        for lot_id in PAID_FROM
        if (part := draw(st.integers(0, 9)))
    )
    return original_of(lines, awards, paid)


def any_step(draw: st.DrawFn, original: Entry, state: PurchaseState) -> tuple[LineState, ...]:
    """Return the lines after any return, by line, quantity, amount or whole, as a till may ask.

    Raises ReturnExceedsPurchase, as the till may ask for too much.
    """
    assert original.purchase is not None
    lines = original.purchase.lines
    how = draw(st.sampled_from(["lines", "amount", "whole"]))
    if how == "amount":
        return return_amount(lines, state.lines, draw(st.integers(1, 40)))
    if how == "whole":
        return return_all(lines, state.lines)
    chosen = draw(st.sets(st.integers(0, len(lines) - 1), min_size=1))
    wanted = []
    for number in sorted(chosen):
        part = draw(st.sampled_from(["all", "quantity_milli", "amount_minor"]))
        amount = {} if part == "all" else {part: draw(st.integers(1, 20))}
        wanted.append(LineReturn(number, **amount))
    return return_lines(lines, state.lines, wanted)


@given(original=originals(), data=st.data())
def test_any_split_of_returns_takes_exactly_what_was_given_and_restores_what_was_paid(
    original: Entry, data: st.DataObject
) -> None:
    assert original.purchase is not None
    lines, state = original.purchase.lines, fresh(original)
    taken: Counter[tuple[int, str]] = Counter()
    restored: Counter[str] = Counter()
    refunds: Counter[str] = Counter()
    complete = False
    while not complete:
        steps = data.draw(st.integers(0, 3))
        after = None
        for _ in range(steps):
            try:
                after = data.draw(st.composite(any_step)(original, state))
            except ReturnExceedsPurchase:
                continue
            break
        undoing = undo_purchase(original, state, after or return_all(lines, state.lines))
        for award in undoing.awards:
            taken[award.award, "points"] += award.points
            taken[award.award, "qualifying"] += award.qualifying_points
        for part in undoing.parts:
            restored[part.lot_id] += part.points
        for line in undoing.lines:
            refunds[line.line_id, "amount"] += line.amount_minor
            refunds[line.line_id, "paid"] += line.paid_amount_minor
        state = replace(state, lines=undoing.after)
        assert all(
            each.returned <= basis_of(line) for line, each in zip(lines, state.lines, strict=True)
        )
        complete = undoing.is_complete
    for index, award in enumerate(original.awards):
        assert taken[index, "points"] == award.points
        assert taken[index, "qualifying"] == award.qualifying_points
        assert left_of_award(original, state, index) == ReturnedAward(index, "retail", 0, 0)
    given_up = {change.lot_id: -change.points for change in original.lot_changes}
    assert +restored == Counter(given_up)
    paid = original.burn.line_amounts_minor if original.burn else [0] * len(lines)
    for line, amount in zip(lines, paid, strict=True):
        assert (refunds[line.line_id, "amount"], refunds[line.line_id, "paid"]) == (
            line.net_amount_minor,
            amount,
        )
    with pytest.raises(ReturnExceedsPurchase):
        return_all(lines, state.lines)


@given(parts=st.lists(st.integers(1, 30), min_size=1, max_size=4), data=st.data())
def test_any_split_of_a_redemption_comes_back_to_its_lots_last_taken_first(
    parts: list[int], data: st.DataObject
) -> None:
    changes = tuple(
        LotChange(f"f{number}~0~0~M", -points, 0) for number, points in enumerate(parts)
    )
    repaid = (LotChange("f9~0~0~M", -5, 0),)
    original = replace(
        original_of((line_of(0),)),
        purchase=None,
        lot_changes=changes + repaid,
        burned_points=sum(parts),
    )
    state, total = fresh(original), sum(parts)
    back: list[LotPart] = []
    while state.lines[0].returned < total:
        left = total - state.lines[0].returned
        undoing = undo_redemption(original, state, data.draw(st.integers(0, left)))
        back += undoing.parts
        state = replace(state, lines=undoing.after)
        assert undoing.is_complete == (state.lines[0].returned == total)
    by_lot: Counter[str] = Counter()
    for part in back:
        by_lot[part.lot_id] += part.points
    assert by_lot == {change.lot_id: -change.points for change in changes}
    order = [part.lot_id for part in back]
    assert order == sorted(order, reverse=True)
    for points in (0, 1):
        with pytest.raises(ReturnExceedsPurchase):
            undo_redemption(original, state, points)


def test_a_part_takes_its_share_of_every_award_though_it_earned_no_bonus_itself() -> None:
    """features.md AC-03: order of 10, 10 and 20; C back takes what C was given."""
    lines = (line_of(0, 10), line_of(1, 10), line_of(2, 20))
    by_product, by_spend = award_of((10, 20, 0)), award_of((10, 10, 20))
    original = original_of(lines, (by_product, by_spend))
    by_line = undo_purchase(
        original, fresh(original), return_lines(lines, fresh(original).lines, [LineReturn(2)])
    )
    assert [award.points for award in by_line.awards] == [20]
    by_amount = undo_purchase(
        original, fresh(original), return_amount(lines, fresh(original).lines, 20)
    )
    assert sum(award.points for award in by_amount.awards) == 35


def test_half_of_the_quantity_takes_half_of_the_points() -> None:
    """features.md AC-15, ERPNext: 2 of 10,000 give 20; one returned takes 10."""
    lines = (line_of(0, 20_000, 2000),)
    original = original_of(lines, (award_of((20,)),))
    half = return_lines(lines, fresh(original).lines, [LineReturn(0, quantity_milli=1000)])
    assert [award.points for award in undo_purchase(original, fresh(original), half).awards] == [10]


def test_one_of_two_shirts_takes_what_it_was_given() -> None:
    """features.md AC-22 a, Talon.One: 5 for each item; one of two shirts back takes its 5."""
    lines = (line_of(0, 60), line_of(1, 40, 2000))
    original = original_of(lines, (award_of((5, 0)), award_of((0, 10))))
    one = return_lines(lines, fresh(original).lines, [LineReturn(1, quantity_milli=1000)])
    undoing = undo_purchase(original, fresh(original), one)
    assert [(award.award, award.points) for award in undoing.awards] == [(1, 5)]
    assert not undoing.is_complete


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
