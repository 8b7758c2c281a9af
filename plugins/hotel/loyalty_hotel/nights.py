"""Points for nights."""

from __future__ import annotations

from loyalty_sdk import PointsAward, Purchase, by_price, paid_quantity_milli, points_per_quantity

from .lines import night_lines
from .settings import HotelSettings

MILLI = 1000


def nights(purchase: Purchase, settings: HotelSettings) -> tuple[PointsAward, ...]:
    """Award the nights that money paid for; one award for each price of a night."""
    groups = by_price(night_lines(purchase, settings))
    paid = [paid_quantity_milli(lines) for lines in groups]

    def for_nights(points: int) -> tuple[int, ...]:
        return points_per_quantity(paid, points, MILLI, settings.rounding)

    return tuple(
        PointsAward(
            points=points,
            qualifying_points=qualifying_points,
            rule_id="night",
            reason="hotel-night",
            line_ids=tuple(line.line_id for line in lines),
        )
        for lines, points, qualifying_points in zip(
            groups,
            for_nights(settings.points_per_night),
            for_nights(settings.qualifying_points_per_night),
            strict=True,
        )
        if points or qualifying_points
    )
