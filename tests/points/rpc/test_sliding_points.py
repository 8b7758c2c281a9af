"""Points that expire after inactivity, as they are stored, moved on and audited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from loyalty.points.v1 import program_pb2

from support import build
from support.asking import account_of, give
from support.clocks import NOON
from support.harness import Client, Harness
from support.holding import placed
from support.together import require_clean_audit


def test_every_activity_moves_the_expiry_of_all_sliding_points_on(
    harness: Harness, operator: Client, member_id: str
) -> None:
    later = _publish(operator, NOON)
    harness.clock.now = later
    give(operator, member_id, 7, at=later)
    (first,) = account_of(operator, member_id).expirations
    assert (first.expire_time.ToDatetime(UTC), first.points) == (_end(later), 7)
    harness.clock.advance(days=2)
    operator.points.RedeemPoints(build.redeem(member_id, 2))
    (second,) = account_of(operator, member_id).expirations
    assert (second.expire_time.ToDatetime(UTC), second.points) == (_end(harness.clock.now), 5)
    harness.clock.advance(days=1)
    hold_id = placed(operator, member_id, 3)
    harness.clock.advance(minutes=30)
    operator.holds.CaptureHold(build.capture(member_id, hold_id, 1))
    (third,) = account_of(operator, member_id).expirations
    noon = harness.clock.now - timedelta(minutes=30)
    assert (third.expire_time.ToDatetime(UTC), third.points) == (_end(noon), 4)
    require_clean_audit(operator, member_id)


def _end(active: datetime) -> datetime:
    """Return the midnight in New York after the third day from noon there."""
    return active + timedelta(days=3, hours=12)


def _publish(client: Client, now: datetime) -> datetime:
    """Publish that points expire after three idle days, from a day on; return when that is."""
    start = now + timedelta(days=1)
    program = build.program(
        {"retail": [("simple", {})]},
        effective_time=build.timestamp(start),
        expiry=program_pb2.ExpiryPolicy(
            kind=program_pb2.EXPIRY_KIND_INACTIVITY,
            count=3,
            unit=program_pb2.EXPIRY_UNIT_DAYS,
            rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY,
        ),
    )
    build.publish(client, program)
    return start
