"""Which tier a member has."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_points.domain.policies import Tier


def tier_reached(tiers: Sequence[Tier], qualifying_points: int, current_tier_id: str) -> str:
    """Return the id of the member's tier: the one reached, never below the current one.

    Points on a threshold reach it (features.md AC-07, Talon.One: 300 is Gold). A current
    tier that the program no longer has counts as none. Empty where no tier is reached.
    """
    rising = sorted(tiers, key=lambda tier: tier.qualifying_points)
    best = ""
    for tier in rising:
        if qualifying_points >= tier.qualifying_points or _is_at_least(
            current_tier_id, tier, rising
        ):
            best = tier.tier_id
    return best


def _is_at_least(current_tier_id: str, tier: Tier, rising: Sequence[Tier]) -> bool:
    ids = [known.tier_id for known in rising]
    return current_tier_id in ids and ids.index(current_tier_id) >= ids.index(tier.tier_id)
