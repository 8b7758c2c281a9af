"""The filling station's answers to the host."""

from __future__ import annotations

from loyalty_sdk import BurnTerms, PointsAward, Purchase, hookimpl

from .settings import FuelBurnRate, FuelSettings
from .volume import volume


@hookimpl
def settings_model() -> type[FuelSettings]:
    """Return the model of a filling station's settings."""
    return FuelSettings


@hookimpl
def award_points(purchase: Purchase, settings: FuelSettings) -> tuple[PointsAward, ...]:
    """Award the volume of every grade."""
    return volume(purchase, settings)


@hookimpl
def offer_burn_terms(purchase: Purchase, settings: FuelSettings) -> tuple[BurnTerms, ...]:
    """Offer the categories that points may pay for."""
    if settings.burn is None:
        return ()
    line_ids = _payable_line_ids(purchase, settings.burn)
    # No line ids would mean all lines.
    if not line_ids:
        return ()
    return (settings.burn.terms("fuel-burn", line_ids),)


def _payable_line_ids(purchase: Purchase, burn: FuelBurnRate) -> tuple[str, ...]:
    return tuple(
        line.line_id
        for line in purchase.lines
        if line.category in burn.categories and line.net_amount_minor > 0
    )
