"""The group's answers to the host."""

from __future__ import annotations

from loyalty_sdk import JourneyOccurrence, JourneyStep, Member, PointsAward, Purchase, hookimpl

from .bonuses import birthday, first_visit
from .round_visits import gift_for_round_visits, round_visits
from .settings import WelcomeSettings


@hookimpl
def settings_model() -> type[WelcomeSettings]:
    """Return the model of the group's settings."""
    return WelcomeSettings


@hookimpl
def award_points(
    purchase: Purchase, member: Member, settings: WelcomeSettings
) -> tuple[PointsAward, ...]:
    """Award the birthday month and the first visit, at whichever business."""
    if purchase.channel in settings.excluded_channels:
        return ()
    return birthday(purchase, member, settings) + first_visit(purchase, member, settings)


@hookimpl
def set_off_journeys(member: Member, settings: WelcomeSettings) -> tuple[JourneyOccurrence, ...]:
    """Let journeys begin at a round number of purchases."""
    return round_visits(member, settings)


@hookimpl
def take_journey_step(settings: WelcomeSettings) -> tuple[JourneyStep, ...]:
    """Give the gift for a round number of purchases."""
    return gift_for_round_visits(settings)
