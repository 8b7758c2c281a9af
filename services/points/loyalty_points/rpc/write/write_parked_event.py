"""Parked events, and how far events are, as messages."""

from __future__ import annotations

from loyalty.points.v1 import event_service_pb2 as pb
from loyalty_chassis.events.deliveries import Delivery

from loyalty_points.rpc.times import write_time
from loyalty_points.use_cases.events.get_event_status import EventStatus


def write_parked_event(parked: Delivery, *, is_whole: bool) -> pb.ParkedEvent:
    """Return a parked event, with what was received if it is to be whole."""
    event = pb.ParkedEvent(
        parked_event_id=parked.delivery_id,
        consumer=parked.consumer,
        event_id=parked.event_id,
        type=parked.type,
        subject=parked.subject,
        sequence=parked.sequence or 0,
        error=parked.error,
        attempt_count=parked.attempts,
        receive_time=write_time(parked.first_time),
        attempt_time=write_time(parked.last_time),
    )
    if is_whole:
        event.body = parked.body
        event.headers.extend(
            pb.ParkedEventHeader(name=name, value=value) for name, value in parked.headers
        )
    return event


def write_event_status(status: EventStatus) -> pb.GetEventStatusResponse:
    """Return how far events are."""
    relay = pb.RelayStatus(lag_milliseconds=status.lag_milliseconds)
    times = {"oldest_time": status.oldest_time}
    if found := status.relay:
        relay.published_count = found.published_count
        relay.published_by_type.update(found.published_by_type)
        relay.unwanted_count = found.unwanted_count
        relay.trouble = found.trouble
        times |= {
            "beat_time": found.beat_time,
            "last_publish_time": found.last_publish_time,
            "trouble_time": found.trouble_time,
        }
    for name, time in times.items():
        if time is not None:
            getattr(relay, name).CopyFrom(write_time(time))
    return pb.GetEventStatusResponse(
        relay=relay,
        consumers=[
            pb.ConsumerStatus(
                consumer=backlog.consumer,
                waiting_count=backlog.waiting,
                parked_count=backlog.parked,
            )
            for backlog in status.backlogs
        ],
    )
