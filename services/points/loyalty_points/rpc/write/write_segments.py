"""What a program says of segments, and how far their deriving is, to messages."""

from __future__ import annotations

from loyalty.points.v1 import event_service_pb2, segment_pb2

from loyalty_points.domain.programs.segment_policy import SegmentPolicy
from loyalty_points.rpc.times import write_time
from loyalty_points.use_cases.segments.rebuild_segments import Progress


def write_segment_policy(policy: SegmentPolicy | None) -> segment_pb2.SegmentPolicy | None:
    """Return the message of a policy; None where there are no segments."""
    if policy is None:
        return None
    return segment_pb2.SegmentPolicy(
        window_days=policy.window_days,
        active_days=policy.active_days,
        at_risk_days=policy.at_risk_days,
        frequency_counts=policy.frequency_counts,
        monetary_amounts_minor=policy.monetary_amounts_minor,
    )


def write_rebuild_progress(progress: Progress) -> event_service_pb2.RebuildSegmentsResponse:
    """Return the message of how far it is."""
    return event_service_pb2.RebuildSegmentsResponse(
        rebuilt_member_count=progress.rebuilt_member_count,
        changed_member_count=progress.changed_member_count,
        next_time=write_time(progress.next_time),
        done=progress.is_done,
    )
