"""What members may earn, redeem and claim, to messages."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1 import program_pb2 as pb

from loyalty_points.domain.programs.program import MAX_HOLD_SECONDS, MemberLimits


def write_span(seconds: int) -> Duration | None:
    """Return the message of a span; None for none."""
    return Duration(seconds=seconds) if seconds else None


def write_member_limits(limits: MemberLimits) -> pb.MemberLimits | None:
    """Return the message of the limits of members; None where there are none."""
    if limits == MemberLimits():
        return None
    return pb.MemberLimits(
        max_earned_points_per_day=limits.max_earned_points_per_day,
        max_earned_points_per_month=limits.max_earned_points_per_month,
        max_redeemed_points_per_day=limits.max_redeemed_points_per_day,
        max_redeemed_points_per_month=limits.max_redeemed_points_per_month,
        max_redemptions=limits.max_redemptions,
        redemption_span=write_span(limits.redemption_span_seconds),
    )


def write_max_hold(seconds: int) -> Duration | None:
    """Return the message of the longest hold; None for that of programs that say nothing."""
    return None if seconds == MAX_HOLD_SECONDS else Duration(seconds=seconds)
