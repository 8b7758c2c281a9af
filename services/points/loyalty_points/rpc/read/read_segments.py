"""What a program says of segments, from messages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loyalty.points.v1 import program_pb2
from loyalty_chassis.validation import Fields

from loyalty_points.domain.members.segments import KEPT_DAYS
from loyalty_points.domain.programs.segment_policy import SegmentPolicy

THRESHOLDS_MAX = 4
COUNT_MAX = 10**6
AMOUNT_MAX = 10**12


def read_segment_policy(fields: Fields, message: program_pb2.Program) -> SegmentPolicy | None:
    """Return what a program says of segments; None where it says nothing."""
    if not message.HasField("segment_policy"):
        return None
    policy, path = message.segment_policy, "program.segment_policy"
    active = fields.whole(policy.active_days, f"{path}.active_days", 1, KEPT_DAYS - 1)
    at_risk = fields.whole(policy.at_risk_days, f"{path}.at_risk_days", 1, KEPT_DAYS)
    if 0 < at_risk <= active:
        fields.wrong(f"{path}.at_risk_days", "must be more than active_days")
    return SegmentPolicy(
        window_days=fields.whole(policy.window_days, f"{path}.window_days", 1, KEPT_DAYS),
        active_days=active,
        at_risk_days=at_risk,
        frequency_counts=_rising(
            fields, policy.frequency_counts, f"{path}.frequency_counts", 2, COUNT_MAX
        ),
        monetary_amounts_minor=_rising(
            fields, policy.monetary_amounts_minor, f"{path}.monetary_amounts_minor", 1, AMOUNT_MAX
        ),
    )


def _rising(
    fields: Fields, values: Sequence[int], path: str, least: int, most: int
) -> tuple[int, ...]:
    if fields.count(values, path, 0, THRESHOLDS_MAX):
        for index, value in enumerate(values):
            fields.whole(value, f"{path}[{index}]", least, most)
        for index, (before, after) in enumerate(pairwise(values), 1):
            if before >= after:
                fields.wrong(f"{path}[{index}]", "must be more than the one before")
    return tuple(values)
