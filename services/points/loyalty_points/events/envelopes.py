"""From a payload's message to the event that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import member_events_pb2, points_events_pb2
from loyalty_chassis.events.envelope import Event

SOURCE = "loyalty/points"
_FILES = (member_events_pb2, points_events_pb2)
EVENT_TYPES: Mapping[str, type[Message]] = {
    message.full_name: getattr(module, name)
    for module in _FILES
    for name, message in module.DESCRIPTOR.message_types_by_name.items()
}
"""The payload's message by the event's type: all that this service publishes."""


def enveloped(
    message: Message, event_id: str, account_id: str, time: datetime, sequence: int | None = None
) -> Event:
    """Return the event that carries a payload. Every field is in its JSON, also where it is empty.

    `sequence` is that of the account's journal; None where nothing orders it.
    """
    data = MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return Event(
        event_id=event_id,
        type=message.DESCRIPTOR.full_name,
        source=SOURCE,
        subject=account_id,
        time=time,
        data=data,
        sequence=sequence,
    )


def timestamp(instant: datetime) -> Timestamp:
    """Return an instant as messages have it."""
    message = Timestamp()
    message.FromDatetime(instant)
    return message
