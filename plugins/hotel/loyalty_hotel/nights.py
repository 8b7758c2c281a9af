"""Points for nights."""

from __future__ import annotations

from loyalty_sdk import PointsAward, Purchase, points_by_price

from .lines import night_lines
from .settings import HotelSettings

MILLI = 1000


def nights(purchase: Purchase, settings: HotelSettings) -> tuple[PointsAward, ...]:
    """Award the nights that money paid for; one award for each price of a night."""
    parts = points_by_price(
        night_lines(purchase, settings),
        settings.points_per_night,
        settings.qualifying_points_per_night,
        MILLI,
        settings.rounding,
    )
    return tuple(
        PointsAward(
            points=part.points,
            qualifying_points=part.qualifying_points,
            rule_id="night",
            reason="hotel-night",
            line_ids=part.line_ids,
        )
        for part in parts
    )
