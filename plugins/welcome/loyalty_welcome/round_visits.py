"""The gift for a round number of purchases in the group."""

from __future__ import annotations

from loyalty_sdk import JourneyOccurrence, JourneyStep, Member

from .settings import WelcomeSettings


def round_visits(member: Member, settings: WelcomeSettings) -> tuple[JourneyOccurrence, ...]:
    """Name the last round number of purchases that the member has come to.

    The name follows from the count alone: so it stays the same until the next is reached.
    """
    gift = settings.round_visits
    if gift is None:
        return ()
    count = sum(visits.purchase_count for visits in member.visits)
    reached = count - count % gift.every
    return (JourneyOccurrence(name=f"purchases-{reached}"),) if reached else ()


def gift_for_round_visits(settings: WelcomeSettings) -> tuple[JourneyStep, ...]:
    """Give the gift; nothing where there is none any more."""
    gift = settings.round_visits
    if gift is None:
        return ()
    return (JourneyStep(points=gift.points, reason="round-visits"),)
