"""The hotel's answers to the host."""

from __future__ import annotations

from itertools import chain

from loyalty_sdk import BurnTerms, Member, PointsAward, Purchase, hookimpl

from .check_out import await_check_out
from .lines import payable_line_ids
from .nights import nights
from .settings import HotelSettings
from .spend import spend
from .tier_bonus import tier_bonus


@hookimpl
def settings_model() -> type[HotelSettings]:
    """Return the model of a hotel's settings."""
    return HotelSettings


@hookimpl
def award_points(
    purchase: Purchase, member: Member, settings: HotelSettings
) -> tuple[PointsAward, ...]:
    """Award nights and spend, and the tier's extra on both; agency bookings earn nothing."""
    if purchase.channel in settings.agency_channels:
        return ()
    rules = nights(purchase, settings), spend(purchase, settings)
    bonuses = (tier_bonus(base, member, settings) for base in rules)
    return await_check_out(chain(*rules, *bonuses), settings)


@hookimpl
def offer_burn_terms(purchase: Purchase, settings: HotelSettings) -> tuple[BurnTerms, ...]:
    """Offer room and folio, however booked, but no taxes."""
    line_ids = payable_line_ids(purchase, settings)
    # No line ids would mean all lines, taxes too.
    if settings.burn is None or not line_ids:
        return ()
    return (settings.burn.terms("hotel-burn", line_ids),)
