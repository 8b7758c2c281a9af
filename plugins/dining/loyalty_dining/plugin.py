"""The restaurant's answers to the host."""

from __future__ import annotations

from loyalty_sdk import BurnTerms, PointsAward, Purchase, hookimpl, points_per

from .bill import earning_amount_minor, earning_lines, payable_line_ids
from .quiet_hours import quiet_hours_bonus
from .settings import DiningSettings


@hookimpl
def settings_model() -> type[DiningSettings]:
    """Return the model of a restaurant's settings."""
    return DiningSettings


@hookimpl
def award_points(purchase: Purchase, settings: DiningSettings) -> tuple[PointsAward, ...]:
    """Award the bill, and the extra of quiet hours on it."""
    base = _spend(purchase, settings)
    return base + quiet_hours_bonus(base, purchase, settings)


def _spend(purchase: Purchase, settings: DiningSettings) -> tuple[PointsAward, ...]:
    rate = settings.spend
    amount = earning_amount_minor(purchase, settings)

    def for_amount(points: int) -> int:
        return points_per(amount, points, rate.per_amount_minor, settings.rounding)

    award = PointsAward(
        points=for_amount(rate.points),
        qualifying_points=for_amount(rate.qualifying_points),
        rule_id="spend",
        reason="dining-spend",
        line_ids=tuple(line.line_id for line in earning_lines(purchase, settings)),
    )
    return (award,) if award.points or award.qualifying_points else ()


@hookimpl
def offer_burn_terms(purchase: Purchase, settings: DiningSettings) -> tuple[BurnTerms, ...]:
    """Offer the bill, or the part of it that the settings allow, but no tips."""
    line_ids = payable_line_ids(purchase, settings)
    # No line ids would mean all lines, tips too.
    if settings.burn is None or not line_ids:
        return ()
    return (settings.burn.terms("dining-burn", line_ids),)
