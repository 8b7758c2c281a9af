"""The limits of members, from messages."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1 import program_pb2 as pb
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.domain.programs.program import MAX_HOLD_SECONDS, MemberLimits

DAY_SECONDS = 86_400
REDEMPTIONS_MAX = 100
_PATH = "program.limits.members"


def read_seconds(fields: Fields, message: Duration, path: str, minimum: int, maximum: int) -> int:
    """Return a span in whole seconds."""
    fields.whole(message.seconds, path, minimum, maximum)
    if message.nanos:
        fields.wrong(path, "must be in whole seconds")
    return message.seconds


def read_member_limits(fields: Fields, message: pb.MemberLimits) -> MemberLimits:
    """Return what one member may earn and redeem in a time; nothing set means no limit."""
    for name in (
        "max_earned_points_per_day",
        "max_earned_points_per_month",
        "max_redeemed_points_per_day",
        "max_redeemed_points_per_month",
    ):
        fields.whole(getattr(message, name), f"{_PATH}.{name}", 0, POINTS_MAX)
    fields.whole(message.max_redemptions, f"{_PATH}.max_redemptions", 0, REDEMPTIONS_MAX)
    return MemberLimits(
        max_earned_points_per_day=message.max_earned_points_per_day,
        max_earned_points_per_month=message.max_earned_points_per_month,
        max_redeemed_points_per_day=message.max_redeemed_points_per_day,
        max_redeemed_points_per_month=message.max_redeemed_points_per_month,
        max_redemptions=message.max_redemptions,
        redemption_span_seconds=read_seconds(
            fields,
            message.redemption_span,
            f"{_PATH}.redemption_span",
            1 if message.max_redemptions else 0,
            31 * DAY_SECONDS,
        ),
    )


def read_claim_age(fields: Fields, limits: pb.Limits) -> int:
    """Return how long purchases without a member can be claimed; 0 for not at all."""
    if not limits.HasField("max_claim_age"):
        return 0
    path = "program.limits.max_claim_age"
    return read_seconds(fields, limits.max_claim_age, path, 60, 1100 * DAY_SECONDS)


def read_max_hold(fields: Fields, limits: pb.Limits) -> int:
    """Return how long a hold may live at most."""
    if not limits.HasField("max_hold"):
        return MAX_HOLD_SECONDS
    path = "program.limits.max_hold"
    return read_seconds(fields, limits.max_hold, path, 1, 366 * DAY_SECONDS)
