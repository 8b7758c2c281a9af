"""Returns in any number of steps end with exactly what was given and paid, and never more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.holds import LotPart
from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.errors import ReturnExceedsPurchase
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.entry_parts import LinePaid, ReturnedAward
from loyalty_points.domain.purchases.purchase_state import PurchaseState
from loyalty_points.domain.returns.returns import (
    LineReturn,
    LineState,
    basis_of,
    return_all,
    return_amount,
    return_lines,
)
from loyalty_points.domain.returns.undoing import left_of_award, undo_purchase, undo_redemption

from support.originals import PAID_FROM, award_of, fresh, line_of, original_of


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
    refunds: Counter[tuple[str, str]] = Counter()
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
        for less in undoing.awards:
            taken[less.award, "points"] += less.points
            taken[less.award, "qualifying"] += less.qualifying_points
        for part in undoing.parts:
            restored[part.lot_id] += part.points
        for back in undoing.lines:
            refunds[back.line_id, "amount"] += back.amount_minor
            refunds[back.line_id, "paid"] += back.paid_amount_minor
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
