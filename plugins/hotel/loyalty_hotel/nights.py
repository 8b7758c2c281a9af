"""Points for nights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from loyalty_sdk import Line, PointsAward, Purchase, divide

from .lines import night_lines
from .settings import HotelSettings

MILLI = 1000


def nights(purchase: Purchase, settings: HotelSettings) -> tuple[PointsAward, ...]:
    """Award the nights that money paid for; one award for each price of a night."""
    awards = (_award(lines, settings) for lines in _by_price(night_lines(purchase, settings)))
    return tuple(award for award in awards if award.points or award.qualifying_points)


def _by_price(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    # An award is shared over its lines by amount. Only at one price is that also by
    # night, and giving back a standard room must not take back points of the suite.
    groups: dict[Fraction, list[Line]] = {}
    for line in lines:
        price = Fraction(line.net_amount_minor, line.quantity_milli)
        groups.setdefault(price, []).append(line)
    return tuple(tuple(group) for group in groups.values())


def _award(lines: Sequence[Line], settings: HotelSettings) -> PointsAward:
    paid = sum((_paid_quantity_milli(line) for line in lines), Fraction())

    def for_nights(points: int) -> int:
        return divide(paid.numerator * points, paid.denominator * MILLI, settings.rounding)

    return PointsAward(
        points=for_nights(settings.points_per_night),
        qualifying_points=for_nights(settings.qualifying_points_per_night),
        rule_id="night",
        reason="hotel-night",
        line_ids=tuple(line.line_id for line in lines),
    )


def _paid_quantity_milli(line: Line) -> Fraction:
    """Return the thousandths of nights, less the part that points paid for."""
    return Fraction(line.quantity_milli * line.earning_amount_minor, line.net_amount_minor)
