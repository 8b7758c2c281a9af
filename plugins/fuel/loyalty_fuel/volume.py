"""Points for volume."""

from __future__ import annotations

from loyalty_sdk import (
    Line,
    PointsAward,
    Purchase,
    by_price,
    paid_quantity_milli,
    points_per_quantity,
)

from .settings import FuelSettings, Grade


def volume(purchase: Purchase, settings: FuelSettings) -> tuple[PointsAward, ...]:
    """Award the volume that money paid for, one award for each grade and price."""
    return tuple(award for grade in settings.grades for award in _awards(purchase, grade, settings))


def _lines(purchase: Purchase, grade: Grade) -> tuple[Line, ...]:
    return tuple(
        line
        for line in purchase.lines
        if line.category in grade.categories
        and line.earning_amount_minor > 0
        and line.quantity_milli > 0
    )


def _awards(purchase: Purchase, grade: Grade, settings: FuelSettings) -> tuple[PointsAward, ...]:
    groups = by_price(_lines(purchase, grade))
    paid = [paid_quantity_milli(lines) for lines in groups]

    def for_volume(points: int) -> tuple[int, ...]:
        return points_per_quantity(paid, points, grade.per_quantity_milli, settings.rounding)

    # One rule id for all grades, because the day's limit is one.
    return tuple(
        PointsAward(
            points=points,
            qualifying_points=qualifying_points,
            rule_id="volume",
            reason="fuel-volume",
            line_ids=tuple(line.line_id for line in lines),
            points_per_day_max=settings.points_per_day_max,
        )
        for lines, points, qualifying_points in zip(
            groups, for_volume(grade.points), for_volume(grade.qualifying_points), strict=True
        )
        if points or qualifying_points
    )
