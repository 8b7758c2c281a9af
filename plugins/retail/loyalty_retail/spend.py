"""Points for spend, by rate class."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_sdk import Line, PointsAward, Purchase, points_per
from loyalty_sdk.settings import SpendRate

from .basket import earning_lines, lines_by_class
from .settings import DEFAULT_CLASS_ID, RetailSettings


def spend(purchase: Purchase, settings: RetailSettings) -> tuple[PointsAward, ...]:
    """Award the basket, one award for each rate class, if it is large enough."""
    lines = earning_lines(purchase, settings)
    if _amount_minor(lines) < settings.amount_min_minor:
        return ()
    rates = {rate.class_id: rate for rate in settings.rate_classes}
    awards = (
        _award(class_id, rates.get(class_id, settings.default_rate), group, settings)
        for class_id, group in lines_by_class(lines, settings).items()
    )
    return tuple(award for award in awards if award.points or award.qualifying_points)


def _amount_minor(lines: Sequence[Line]) -> int:
    return sum(line.earning_amount_minor for line in lines)


def _award(
    class_id: str, rate: SpendRate, lines: Sequence[Line], settings: RetailSettings
) -> PointsAward:
    def for_lines(points: int) -> int:
        return points_per(_amount_minor(lines), points, rate.per_amount_minor, settings.rounding)

    return PointsAward(
        points=for_lines(rate.points),
        qualifying_points=for_lines(rate.qualifying_points),
        rule_id="spend" if class_id == DEFAULT_CLASS_ID else f"spend.{class_id}",
        reason="retail-spend",
        line_ids=tuple(line.line_id for line in lines),
    )
