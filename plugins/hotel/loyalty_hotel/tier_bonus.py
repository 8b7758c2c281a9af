"""The extra points of a tier."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_sdk import Member, PointsAward, apply_rate_bps, split_by_weight

from .settings import HotelSettings


def tier_bonus(
    base: Sequence[PointsAward], member: Member, settings: HotelSettings
) -> tuple[PointsAward, ...]:
    """Award the tier's part of the awards of one rule, each over the lines of its own.

    Rounded once over all of them, then shared out.
    """
    rate_bps = settings.tier_bonus_bps.get(member.tier_id, 0)
    given = [award.points for award in base]
    parts = split_by_weight(apply_rate_bps(sum(given), rate_bps, settings.rounding), given)
    return tuple(_bonus(award, points) for award, points in zip(base, parts, strict=True) if points)


def _bonus(award: PointsAward, points: int) -> PointsAward:
    return PointsAward(
        points=points,
        rule_id=f"tier-bonus.{award.rule_id}",
        reason="tier-bonus",
        line_ids=award.line_ids,
    )
