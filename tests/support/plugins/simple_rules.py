"""A plugin as simple as can be: a point a cent, and a cent a point."""

from __future__ import annotations

from loyalty_sdk import (
    BurnTerms,
    JourneyOccurrence,
    JourneyStep,
    Member,
    PointsAward,
    Purchase,
    hookimpl,
)


@hookimpl
def award_points(purchase: Purchase) -> tuple[PointsAward, ...]:
    points = purchase.earning_amount_minor
    return (PointsAward(points=points, qualifying_points=points, rule_id="cent", reason="spend"),)


@hookimpl
def offer_burn_terms(purchase: Purchase, member: Member) -> tuple[BurnTerms, ...]:
    return (BurnTerms(points=1, amount_minor=1, rule_id="cent", reason="pay-with-points"),)


@hookimpl
def set_off_journeys() -> tuple[JourneyOccurrence, ...]:
    return ()


@hookimpl
def take_journey_step() -> tuple[JourneyStep, ...]:
    return ()
