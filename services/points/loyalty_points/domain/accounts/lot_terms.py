"""When the points of an award become active and expire: what their lot is to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.callers import GROUP
from loyalty_sdk import PointsAward

from loyalty_points.domain.accounts.activation import activate_ms
from loyalty_points.domain.accounts.expiry import expire_time
from loyalty_points.domain.accounts.lots import AWAITING_MS, LotKey
from loyalty_points.domain.accounts.sliding import slide_code
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_points.domain.programs.program import Program


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
        waits_ms = active_ms if active_ms > now_ms else 0
        return self._active_key(funder, waits_ms, earner, policy, start)

    def confirmed_key(self, waiting: LotKey, expiry: str, now: datetime) -> LotKey:
        """Return the lot of points that were `waiting` and are confirmed now.

        `expiry` is what `waiting_expiry` returned for their award.
        """
        policy = ExpiryPolicy.model_validate_json(expiry) if expiry else self.policy
        return self._active_key(waiting.funder, 0, waiting.earner, policy, now)

    def _active_key(
        self, funder: str, waits_ms: int, earner: str, policy: ExpiryPolicy, start: datetime
    ) -> LotKey:
        expires = expire_time(policy, start, self.zone_name)
        expire_ms = to_ms(expires) if expires else 0
        return LotKey(funder, waits_ms, expire_ms, earner, slide_code(policy))


def lot_by_policy(program: Program, funder: str, earner: str, now: datetime) -> LotKey:
    """Return the lot of points that no rule gave, active at once, by their funder's policy.

    Raises BusinessNotFound where a business is to pay that the program does not have.
    """
    policy, zone_name = program.expiry, program.time_zone
    if funder != GROUP:
        business = program.business(funder)
        policy, zone_name = program.expiry_of(business), business.time_zone
    expires = expire_time(policy, now, zone_name)
    return LotKey(funder, 0, to_ms(expires) if expires else 0, earner, slide_code(policy))


def waiting_expiry(award: PointsAward) -> str:
    """Return the expiry policy that a rule gave its award, to be kept until it is confirmed."""
    return ExpiryPolicy.of(award.expiry).model_dump_json() if award.expiry else ""
