"""Points for volume."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from loyalty_sdk import Line, PointsAward, Purchase, divide

from .settings import FuelSettings, Grade


def volume(purchase: Purchase, settings: FuelSettings) -> tuple[PointsAward, ...]:
    """Award the volume that money paid for, one award for each grade."""
    awards = (_award(grade, _lines(purchase, grade), settings) for grade in settings.grades)
    return tuple(award for award in awards if award.points or award.qualifying_points)


def _lines(purchase: Purchase, grade: Grade) -> tuple[Line, ...]:
    return tuple(
        line
        for line in purchase.lines
        if line.category in grade.categories and line.earning_amount_minor > 0
    )


def _award(grade: Grade, lines: Sequence[Line], settings: FuelSettings) -> PointsAward:
    paid = sum((_paid_quantity_milli(line) for line in lines), Fraction())

    def for_volume(points: int) -> int:
        per = paid.denominator * grade.per_quantity_milli
        return divide(paid.numerator * points, per, settings.rounding)

    # One rule id for all grades, because the day's limit is one.
    return PointsAward(
        points=for_volume(grade.points),
        qualifying_points=for_volume(grade.qualifying_points),
        rule_id="volume",
        reason="fuel-volume",
        line_ids=tuple(line.line_id for line in lines),
        points_per_day_max=settings.points_per_day_max,
    )


def _paid_quantity_milli(line: Line) -> Fraction:
    """Return the volume in thousandths, less the part that points paid for."""
    return Fraction(line.quantity_milli * line.earning_amount_minor, line.net_amount_minor)
