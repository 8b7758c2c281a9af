"""The group's answers to the host."""

from __future__ import annotations

from loyalty_sdk import Member, PointsAward, Purchase, hookimpl

from .bonuses import birthday, first_visit
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
    return birthday(purchase, member, settings) + first_visit(purchase, member, settings)
