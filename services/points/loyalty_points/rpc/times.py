"""Instants between the proto and the domain, to the millisecond."""

from __future__ import annotations

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty_chassis.validation import Fields

from loyalty_points.domain.instants import EPOCH, from_ms, to_ms

_FIRST_SECOND = to_ms(datetime(1970, 1, 1, tzinfo=EPOCH.tzinfo)) // 1000
_LAST_SECOND = to_ms(datetime(9000, 1, 1, tzinfo=EPOCH.tzinfo)) // 1000


def read_time(fields: Fields, message: Timestamp, path: str, *, is_set: bool) -> datetime:
    """Return an instant between 1970 and 9000, cut to milliseconds; note what is wrong."""
    if not is_set:
        fields.wrong(path, "must be set")
    elif not (_FIRST_SECOND <= message.seconds < _LAST_SECOND and 0 <= message.nanos < 10**9):
        fields.wrong(path, "must be a time between the years 1970 and 9000")
    else:
        return from_ms(message.seconds * 1000 + message.nanos // 1_000_000)
    return EPOCH


def write_time(instant: datetime) -> Timestamp:
    """Return the timestamp of an instant."""
    message = Timestamp()
    fill_time(message, instant)
    return message


def fill_time(message: Timestamp, instant: datetime) -> None:
    """Make the timestamp that of an instant."""
    fill_ms(message, to_ms(instant))


def fill_ms(message: Timestamp, milliseconds: int) -> None:
    """Make the timestamp that of an instant in milliseconds since 1970."""
    message.seconds = milliseconds // 1000
    message.nanos = milliseconds % 1000 * 1_000_000
