"""When the points of an award become active and expire: what their lot is to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_sdk import PointsAward

from loyalty_points.domain.activation import activate_ms
from loyalty_points.domain.expiry import expire_time
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.lots import AWAITING_MS, LotKey
from loyalty_points.domain.policies import ExpiryPolicy
from loyalty_points.domain.sliding import slide_code


@dataclass(frozen=True, slots=True)
class LotTerms:
    """What holds for the points of one business's plugins, or of the group's."""

    policy: ExpiryPolicy
    zone_name: str

    def key(
        self, award: PointsAward, funder: str, earner: str, earned: datetime, now_ms: int
    ) -> LotKey:
        """Return the lot of an award. The expiry clock starts when its points become active.

        Points that have become active by now are as those that were at once; points that
        await the till's word have no expiry until it comes.
        """
        active_ms = activate_ms(award.activation, earned, self.zone_name)
        if active_ms == AWAITING_MS:
            return LotKey(funder, AWAITING_MS, 0, earner)
        start = from_ms(active_ms) if active_ms else earned
        policy = ExpiryPolicy.of(award.expiry) if award.expiry else self.policy
        expires = expire_time(policy, start, self.zone_name)
        expire_ms = to_ms(expires) if expires else 0
        waits_ms = active_ms if active_ms > now_ms else 0
        return LotKey(funder, waits_ms, expire_ms, earner, slide_code(policy))
