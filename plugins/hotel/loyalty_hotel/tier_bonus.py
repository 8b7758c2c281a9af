"""The extra points of a tier."""

from __future__ import annotations

from collections.abc import Iterable

from loyalty_sdk import Member, PointsAward, apply_rate_bps

from .settings import HotelSettings


def tier_bonus(
    base: Iterable[PointsAward], member: Member, settings: HotelSettings
) -> tuple[PointsAward, ...]:
    """Award the tier's part of each award of `base`, over the same lines."""
    rate_bps = settings.tier_bonus_bps.get(member.tier_id, 0)
    bonuses = (_bonus(award, rate_bps, settings) for award in base)
    return tuple(bonus for bonus in bonuses if bonus.points)


def _bonus(award: PointsAward, rate_bps: int, settings: HotelSettings) -> PointsAward:
    return PointsAward(
        points=apply_rate_bps(award.points, rate_bps, settings.rounding),
        rule_id=f"tier-bonus.{award.rule_id}",
        reason="tier-bonus",
        line_ids=award.line_ids,
    )
