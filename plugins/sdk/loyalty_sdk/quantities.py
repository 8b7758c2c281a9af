"""Points for quantities that money paid for, such as nights and liters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from .arithmetic import Rounding, divide, split_by_weight
from .facts import Line


class PricePart(NamedTuple):
    """What the lines of one price give, for an award of their own."""

    line_ids: tuple[str, ...]
    points: int
    qualifying_points: int


def points_by_price(
    lines: Iterable[Line],
    points: int,
    qualifying_points: int,
    per_quantity_milli: int,
    rounding: Rounding = Rounding.DOWN,
) -> tuple[PricePart, ...]:
    """Return the points of the quantity that money paid for; prices that give none are left out.

    So many for each `per_quantity_milli` of lines with a quantity and an amount, rounded once
    over all prices.
    """
    groups = by_price(lines)
    paid = [paid_quantity_milli(group) for group in groups]
    given, qualifying = (
        points_per_quantity(paid, rate, per_quantity_milli, rounding)
        for rate in (points, qualifying_points)
    )
    return tuple(
        PricePart(tuple(line.line_id for line in group), *part)
        for group, *part in zip(groups, given, qualifying, strict=True)
        if any(part)
    )


def by_price(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """Group lines, each with a quantity, by the price of one: in order of first sight.

    An award is shared over its lines by amount. Only at one price is that also by
    quantity, and giving back a standard room must not take back points of the suite.
    """
    groups: dict[Fraction, list[Line]] = {}
    for line in lines:
        price = Fraction(line.net_amount_minor, line.quantity_milli)
        groups.setdefault(price, []).append(line)
    return tuple(tuple(group) for group in groups.values())


def paid_quantity_milli(lines: Iterable[Line]) -> Fraction:
    """Return the quantity of lines with an amount, less the part that points paid for."""
    paid = (
        Fraction(line.quantity_milli * line.earning_amount_minor, line.net_amount_minor)
        for line in lines
    )
    return sum(paid, Fraction())


def points_per_quantity(
    quantities_milli: Sequence[Fraction],
    points: int,
    per_quantity_milli: int,
    rounding: Rounding = Rounding.DOWN,
) -> tuple[int, ...]:
    """Return the points of each quantity: rounded once over all, then shared out.

    So prices that differ by a cent cost nobody a point.
    """
    total = sum(quantities_milli, Fraction())
    whole = divide(total.numerator * points, total.denominator * per_quantity_milli, rounding)
    common = lcm(*(quantity.denominator for quantity in quantities_milli))
    return split_by_weight(whole, [int(quantity * common) for quantity in quantities_milli])
