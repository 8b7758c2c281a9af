"""What a return takes back: of each line, in proportion, and exactly so in the end.

For a component X of a line whose basis is U, a cumulative return r has taken
floor(X * r / U); one return takes the difference. So returning everything, in any number
of steps, takes back exactly what was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loyalty_sdk import divide, split_by_weight

from loyalty_points.domain.errors import ReturnExceedsPurchase
from loyalty_points.domain.purchases.purchase import Line


@dataclass(frozen=True, slots=True)
class LineState:
    """What of a line was returned so far."""

    returned: int = 0
    """Of the line's basis."""
    returned_quantity_milli: int = 0


@dataclass(frozen=True, slots=True)
class LineReturn:
    """What of a line is to be returned: all that is left, a quantity, or an amount."""

    line: int
    """Index of the line."""
    quantity_milli: int = 0
    amount_minor: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all that is left is returned."""
        return not (self.quantity_milli or self.amount_minor)


def basis_of(line: Line) -> int:
    """Return what returns of a line are counted in: net amount, else quantity, else once."""
    return line.net_amount_minor or line.quantity_milli or 1


def share(component: int, before: int, after: int, basis: int) -> int:
    """Return what a return from `before` to `after` of `basis` takes of a component."""
    return divide(component * after, basis) - divide(component * before, basis)


def untouched(lines: Sequence[Line]) -> tuple[LineState, ...]:
    """Return the state of lines none of which was returned."""
    return tuple(LineState() for _ in lines)


def return_all(lines: Sequence[Line], before: Sequence[LineState]) -> tuple[LineState, ...]:
    """Return the state of lines all of which were returned whole.

    Raises ReturnExceedsPurchase where they had been before.
    """
    if all(state.returned == basis_of(line) for line, state in zip(lines, before, strict=True)):
        raise ReturnExceedsPurchase("nothing is left to be returned", {"left": 0})
    return tuple(LineState(basis_of(line), line.quantity_milli) for line in lines)


def return_lines(
    lines: Sequence[Line], before: Sequence[LineState], wanted: Sequence[LineReturn]
) -> tuple[LineState, ...]:
    """Return the state after returning `wanted`. Raises ReturnExceedsPurchase."""
    after = list(before)
    for each in wanted:
        after[each.line] = _return_line(lines[each.line], before[each.line], each)
    return tuple(after)


def _return_line(line: Line, before: LineState, wanted: LineReturn) -> LineState:
    basis = basis_of(line)
    if before.returned == basis:
        raise ReturnExceedsPurchase(
            f"line {line.line_id!r}: nothing is left to be returned", {"line_id": line.line_id}
        )
    if wanted.is_whole:
        after = LineState(basis, line.quantity_milli)
    elif wanted.quantity_milli:
        quantity = before.returned_quantity_milli + wanted.quantity_milli
        _require(quantity, line.quantity_milli, line, "quantity_milli")
        part = share(basis, before.returned_quantity_milli, quantity, line.quantity_milli)
        after = LineState(before.returned + part, quantity)
    else:
        _require(before.returned + wanted.amount_minor, line.net_amount_minor, line, "amount_minor")
        after = replace(before, returned=before.returned + wanted.amount_minor)
    _require(after.returned, basis, line, "amount_minor")
    return after


def return_amount(
    lines: Sequence[Line], before: Sequence[LineState], amount_minor: int
) -> tuple[LineState, ...]:
    """Return the state after returning an amount, shared out over what is left to return.

    Raises ReturnExceedsPurchase.
    """
    left = [
        line.net_amount_minor - state.returned if line.net_amount_minor else 0
        for line, state in zip(lines, before, strict=True)
    ]
    if amount_minor > sum(left):
        raise ReturnExceedsPurchase(
            f"{amount_minor} is to be returned and {sum(left)} is left of the purchase",
            {"requested": amount_minor, "left": sum(left)},
        )
    parts = split_by_weight(amount_minor, left)
    return tuple(
        replace(state, returned=state.returned + part)
        for state, part in zip(before, parts, strict=True)
    )


def _require(total: int, bought: int, line: Line, what: str) -> None:
    if total > bought:
        raise ReturnExceedsPurchase(
            f"line {line.line_id!r}: {total} would be returned of {what} {bought}",
            {"line_id": line.line_id, "bought": bought, "returned": total},
        )
