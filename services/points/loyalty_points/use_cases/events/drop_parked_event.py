"""Drops a parked event for good."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.events.inbox import is_noted
from loyalty_chassis.events.parked import drop_parked
from loyalty_chassis.storage.requests import Once
from loyalty_chassis.storage.writes import DuplicateKey, LostRace

from loyalty_points.store import writing
from loyalty_points.use_cases.events.event_commands import (
    DROP_PARKED_EVENT,
    ParkedEventCommand,
    require_parked,
)
from loyalty_points.use_cases.parts import Parts


def drop_parked_event(
    parts: Parts, call: Call, request_id: str, command: ParkedEventCommand
) -> None:
    """Forget it, so that its consumer never handles it.

    Raises NotGranted, RequestIdReused, ParkedEventNotFound or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, DROP_PARKED_EVENT, request_id, command)

    def attempt() -> None:
        now = parts.clock()
        delivery = require_parked(command.parked_event_id)
        requests = writing.insert_requests(ticket.done(now))
        try:
            parts.unit_of_work.commit((requests, *drop_parked(delivery, now)))
        except DuplicateKey as duplicate:
            if is_noted(duplicate):
                raise LostRace("the event was handled at this moment") from duplicate
            raise

    Once(parts.requests, ticket, parts.clock, attempt, lambda _: None).run(call)
