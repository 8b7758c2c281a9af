"""Points for spend."""

from __future__ import annotations

from loyalty_sdk import PointsAward, Purchase, points_per

from .lines import earning_lines
from .settings import HotelSettings


def spend(purchase: Purchase, settings: HotelSettings) -> tuple[PointsAward, ...]:
    """Award what money paid for room and folio."""
    rate = settings.spend
    if rate is None:
        return ()
    lines = earning_lines(purchase, settings)
    amount = sum(line.earning_amount_minor for line in lines)

    def for_amount(points: int) -> int:
        return points_per(amount, points, rate.per_amount_minor, settings.rounding)

    award = PointsAward(
        points=for_amount(rate.points),
        qualifying_points=for_amount(rate.qualifying_points),
        rule_id="spend",
        reason="hotel-spend",
        line_ids=tuple(line.line_id for line in lines),
    )
    return (award,) if award.points or award.qualifying_points else ()
