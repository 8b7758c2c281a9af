"""Tells how far events are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_chassis.events.parked import Backlog, read_backlogs
from loyalty_chassis.events.relay_documents import RelayStatus, relay_status

from loyalty_points.settings import SERVICE
from loyalty_points.store.outbox import EntryOutbox
from loyalty_points.use_cases.parts import Parts

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class EventStatus:
    """How far events are published and handled."""

    relay: RelayStatus | None
    """None where none was ever at work."""
    oldest_time: datetime | None
    """Of what is not published; None where all is."""
    lag_milliseconds: int
    backlogs: Sequence[Backlog]


def get_event_status(parts: Parts, call: Call) -> EventStatus:
    """Return how far events are. Raises NotGranted."""
    call.caller.require_group()
    times = (EntryOutbox(lambda _entry: ()).oldest_time(), DocumentOutbox().oldest_time())
    oldest = min((time for time in times if time), default=None)
    lag = max((parts.clock() - oldest) // MILLISECOND, 0) if oldest else 0
    return EventStatus(relay_status(SERVICE), oldest, lag, read_backlogs())
