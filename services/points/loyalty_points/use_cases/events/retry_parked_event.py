"""Lets a parked event be handled again."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.events.parked import retry_parked
from loyalty_chassis.storage.requests import Once

from loyalty_points.store import writing
from loyalty_points.use_cases.events.event_commands import (
    RETRY_PARKED_EVENT,
    ParkedEventCommand,
    require_parked,
)
from loyalty_points.use_cases.parts import Parts


def retry_parked_event(
    parts: Parts, call: Call, request_id: str, command: ParkedEventCommand
) -> None:
    """Let a worker handle it again, within seconds.

    Raises NotGranted, RequestIdReused, ParkedEventNotFound or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, RETRY_PARKED_EVENT, request_id, command)

    def attempt() -> None:
        now = parts.clock()
        delivery = require_parked(command.parked_event_id)
        requests = writing.insert_requests(ticket.done(now))
        parts.unit_of_work.commit((requests, retry_parked(delivery, now)))

    Once(parts.requests, ticket, parts.clock, attempt, lambda _: None).run(call)
