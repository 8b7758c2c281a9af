"""What journeys did or would do, to messages."""

from __future__ import annotations

from loyalty.points.v1 import journey_service_pb2 as pb
from loyalty.type import money_pb2

from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.rpc.times import write_time
from loyalty_points.use_cases.journeys.preview_journey import Preview


def write_reach(reach: Reach) -> pb.Reach:
    """Return the message of a reach."""
    return pb.Reach(
        journey_id=reach.journey_id,
        member_id=reach.member_id,
        occurrence=reach.occurrence,
        due_time=write_time(reach.due_time),
        outcome=f"REACH_OUTCOME_{reach.outcome.name}",
        act_time=write_time(reach.act_time) if reach.act_time else None,
        entry_id=reach.entry_id,
        event_id=reach.event_id,
    )


def write_preview(preview: Preview) -> pb.JourneyPreview:
    """Return the message of what a journey would come to."""
    cost = None
    if preview.cost_minor is not None:
        cost = money_pb2.Money(amount_minor=preview.cost_minor, currency_code=preview.currency_code)
    return pb.JourneyPreview(
        day=preview.day.isoformat(),
        reached_members=preview.reached_members,
        left_out_members=preview.left_out_members,
        points=preview.points,
        cost=cost,
    )
