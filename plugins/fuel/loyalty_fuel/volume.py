"""Points for volume."""

from __future__ import annotations

from loyalty_sdk import Line, PointsAward, Purchase, points_by_price

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
    parts = points_by_price(
        _lines(purchase, grade),
        grade.points,
        grade.qualifying_points,
        grade.per_quantity_milli,
        settings.rounding,
    )
    # One rule id for all grades, because the day's limit is one.
    return tuple(
        PointsAward(
            points=part.points,
            qualifying_points=part.qualifying_points,
            rule_id="volume",
            reason="fuel-volume",
            line_ids=part.line_ids,
            points_per_day_max=settings.points_per_day_max,
        )
        for part in parts
    )
