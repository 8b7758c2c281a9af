"""What is told ahead of time, by no entry."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import member_events_pb2 as members
from loyalty.points.v1 import points_events_pb2 as points
from loyalty_chassis.events.envelope import Event

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.members.member import Member
from loyalty_points.events.envelopes import enveloped, timestamp


def expiring_id(account_id: str, expire_ms: int) -> str:
    """Return the id of the event that tells of points that expire at an instant."""
    return f"expiring|{account_id}|{expire_ms}"


def expiring_soon(account: Account, expire_ms: int, expiring_points: int, now: datetime) -> Event:
    """Return what is told of points that expire at an instant; the id follows from both."""
    account_id = account.account_id
    payload = points.PointsExpiringSoon(
        account_id=account_id,
        member_id=account_id,
        available_points=account.balance(to_ms(now)).available_points,
        points=expiring_points,
        expire_time=timestamp(from_ms(expire_ms)),
    )
    return enveloped(payload, expiring_id(account_id, expire_ms), account_id, now)


def tier_at_risk(member: Member, tier_after: str, now: datetime) -> Event:
    """Return what is told of a review that would lower a tier; the id follows from both.

    Raises LookupError where no review is to come.
    """
    if member.tier_review_time is None:
        raise LookupError(f"no review of member {member.member_id} is to come")
    payload = members.TierAtRisk(
        account_id=member.account_id or member.member_id,
        member_id=member.member_id,
        tier_id=member.tier_id,
        tier_id_after_review=tier_after,
        review_time=timestamp(member.tier_review_time),
    )
    event_id = f"at-risk|{member.member_id}|{to_ms(member.tier_review_time)}"
    return enveloped(payload, event_id, payload.account_id, now)
