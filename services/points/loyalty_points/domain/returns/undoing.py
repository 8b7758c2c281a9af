"""What a return takes and gives of a purchase or a redemption.

The original entry says what was given and paid, `PurchaseState` what of it was undone
before; rules are never asked again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loyalty_points.domain.accounts.holds import LotPart, first_points
from loyalty_points.domain.accounts.restoring import last_taken
from loyalty_points.domain.errors import ReturnExceedsPurchase
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.entry_parts import Award, ReturnedAward, ReturnedLine
from loyalty_points.domain.purchases.purchase import Line
from loyalty_points.domain.purchases.purchase_state import PurchaseState
from loyalty_points.domain.returns.returns import LineState, basis_of, share


@dataclass(frozen=True, slots=True)
class Undoing:
    """What one step undoes of an original."""

    after: tuple[LineState, ...]
    """The lines once it is done."""
    lines: tuple[ReturnedLine, ...]
    awards: tuple[ReturnedAward, ...]
    parts: tuple[LotPart, ...]
    """Points that had been spent, in the order in which they go back."""
    is_complete: bool
    """Whether nothing is left to be undone."""


def undo_purchase(original: Entry, state: PurchaseState, after: tuple[LineState, ...]) -> Undoing:
    """Return what it takes to bring the lines of a purchase from `state` to `after`."""
    lines = _lines_of(original)
    steps = [
        _Step(index, line, was, now)
        for index, (line, was, now) in enumerate(zip(lines, state.lines, after, strict=True))
        if was != now
    ]
    paid = original.burn.line_amounts_minor if original.burn else ()
    return Undoing(
        after,
        tuple(step.returned_line(paid) for step in steps),
        tuple(_returned_awards(original.awards, state, steps)),
        _paid_parts(original, steps),
        all(each.returned == basis_of(line) for line, each in zip(lines, after, strict=True)),
    )


def undo_redemption(original: Entry, state: PurchaseState, points: int) -> Undoing:
    """Return what it takes to give back `points` of a redemption, 0 for all that are left.

    Raises ReturnExceedsPurchase.
    """
    # What a capture left may have repaid debt, in the same entry and after what it took.
    taken = (LotPart(change.lot_id, -change.points) for change in original.lot_changes)
    parts = first_points(taken, original.burned_points)
    total, before = sum(part.points for part in parts), state.lines[0].returned
    left = total - before
    if not left or points > left:
        raise ReturnExceedsPurchase(
            f"{points or 'all'} points are to be given back and {left} are left of the redemption",
            {"requested": points, "left": left},
        )
    given_back = before + (points or left)
    return Undoing(
        (LineState(given_back),),
        (),
        (),
        tuple(last_taken(parts, before, given_back)),
        given_back == total,
    )


def left_of_award(original: Entry, state: PurchaseState, index: int) -> ReturnedAward:
    """Return what is left of an award after the returns so far; nothing if it was cancelled."""
    award = original.awards[index]
    if index in state.cancelled_awards:
        return ReturnedAward(index, award.funder, 0, 0)
    points, qualifying = award.points, award.qualifying_points
    for line, was, given, counted in zip(
        _lines_of(original),
        state.lines,
        award.line_points,
        award.line_qualifying_points,
        strict=True,
    ):
        points -= share(given, 0, was.returned, basis_of(line))
        qualifying -= share(counted, 0, was.returned, basis_of(line))
    return ReturnedAward(index, award.funder, points, qualifying)


@dataclass(frozen=True, slots=True)
class _Step:
    """A line, before and after."""

    index: int
    line: Line
    before: LineState
    after: LineState

    def of(self, component: int) -> int:
        """Return what this step takes of a component of the line."""
        return share(component, self.before.returned, self.after.returned, basis_of(self.line))

    def returned_line(self, paid: Sequence[int]) -> ReturnedLine:
        """Return what the entry says of it; `paid` are the amounts that points paid, by line."""
        quantity = self.after.returned_quantity_milli
        return ReturnedLine(
            line_id=self.line.line_id,
            amount_minor=self.of(self.line.net_amount_minor),
            quantity_milli=quantity - self.before.returned_quantity_milli,
            paid_amount_minor=self.of(paid[self.index]) if paid else 0,
            returned=self.after.returned,
            returned_quantity_milli=quantity,
        )


def _lines_of(original: Entry) -> tuple[Line, ...]:
    return original.purchase.lines if original.purchase else ()


def _returned_awards(
    awards: Sequence[Award], state: PurchaseState, steps: Sequence[_Step]
) -> Iterator[ReturnedAward]:
    for index, award in enumerate(awards):
        if index in state.cancelled_awards:
            continue
        points = sum(step.of(award.line_points[step.index]) for step in steps)
        qualifying = sum(step.of(award.line_qualifying_points[step.index]) for step in steps)
        if points or qualifying:
            yield ReturnedAward(index, award.funder, points, qualifying)


def _paid_parts(original: Entry, steps: Sequence[_Step]) -> tuple[LotPart, ...]:
    """Return the points that paid for what is returned, by lot: the last taken first."""
    paid: defaultdict[int, list[LotPart]] = defaultdict(list)
    for part in original.burn.lines_paid if original.burn else ():
        paid[part.line].append(LotPart(part.lot_id, part.points))
    going: Counter[str] = Counter()
    for step in reversed(steps):
        parts, basis = paid[step.index], basis_of(step.line)
        total = sum(part.points for part in parts)
        before, after = (share(total, 0, at.returned, basis) for at in (step.before, step.after))
        for going_back in last_taken(parts, before, after):
            going[going_back.lot_id] += going_back.points
    return tuple(LotPart(lot_id, points) for lot_id, points in going.items())
