"""The shop's answers to the host."""

from __future__ import annotations

from loyalty_sdk import BurnTerms, PointsAward, Purchase, hookimpl

from .basket import payable_line_ids
from .member_day import member_day_bonus
from .return_window import after_return_window
from .settings import RetailSettings
from .spend import spend


@hookimpl
def settings_model() -> type[RetailSettings]:
    """Return the model of a shop's settings."""
    return RetailSettings


@hookimpl
def award_points(purchase: Purchase, settings: RetailSettings) -> tuple[PointsAward, ...]:
    """Award the basket by rate class, and the extra of a member day on it."""
    base = spend(purchase, settings)
    return after_return_window(base + member_day_bonus(base, purchase, settings), settings)


@hookimpl
def offer_burn_terms(purchase: Purchase, settings: RetailSettings) -> tuple[BurnTerms, ...]:
    """Offer every line that is not excluded."""
    line_ids = payable_line_ids(purchase, settings)
    # No line ids would mean all lines, excluded ones too.
    if settings.burn is None or not line_ids:
        return ()
    return (settings.burn.terms("retail-burn", line_ids),)
