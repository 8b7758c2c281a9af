"""A plugin whose one rule gives at most a hundred points a day."""

from __future__ import annotations

from loyalty_sdk import PointsAward, Purchase, hookimpl


@hookimpl
def award_points(purchase: Purchase) -> tuple[PointsAward, ...]:
    points = min(purchase.earning_amount_minor, 60)
    return (PointsAward(points=points, points_per_day_max=100, rule_id="daily", reason="visit"),)
