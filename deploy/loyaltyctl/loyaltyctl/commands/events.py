"""`loyaltyctl events`: how far events are, and those that wait for an operator."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Annotated

import typer
from loyalty.points.v1.event_service_pb2 import (
    DropParkedEventRequest,
    GetEventStatusRequest,
    GetParkedEventRequest,
    ListParkedEventsRequest,
    ParkedEvent,
    RebuildSegmentsRequest,
    RetryParkedEventRequest,
)

from loyaltyctl.client import Client
from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.failures import Failure
from loyaltyctl.hints import hinting
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.times import parse_instant, timestamp
from loyaltyctl.views.events import print_parked, print_parked_event, print_status
from loyaltyctl.views.segments import follow_rebuild, print_rebuild

from .member import RequestId

app = typer.Typer(help="Shows how far events are, and mends what failed.", no_args_is_help=True)

ID_HINT = (
    "an id is 26 characters, such as 01JA2B3C4D5E6F7G8H9JKMNPQR; `loyaltyctl events parked` "
    "lists those of the events that are parked"
)

EventId = Annotated[str, typer.Argument(metavar="ID", help="The parked event's id.")]
Consumer = Annotated[str, typer.Option(help="Only those of this consumer.")]
Limit = Annotated[int, typer.Option(min=1, help="The most events to show, oldest first.")]
From = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        parser=parse_instant,
        metavar="INSTANT",
        help="Only members enrolled then or later: where it was broken off.",
    ),
]
All = Annotated[bool, typer.Option("--all", help="All that are parked, or all of --consumer.")]


@app.command()
def status(context: typer.Context) -> None:
    """Show how old the oldest unpublished event is, and what waits or is parked."""
    session = session_of(context)
    events = session.client.events
    print_status(
        session.console, session.client.call(events.GetEventStatus, GetEventStatusRequest())
    )


@app.command()
def parked(context: typer.Context, consumer: Consumer = "", limit: Limit = 50) -> None:
    """List events that a consumer could not handle."""
    session = session_of(context)
    print_parked(session.console, _parked(session.client, consumer, limit))


@app.command()
def show(context: typer.Context, parked_event: EventId) -> None:
    """Show a parked event with its headers and what was received."""
    session = session_of(context)
    print_parked_event(session.console, _parked_event(session.client, parked_event))


@app.command()
def retry(
    context: typer.Context,
    parked_event: Annotated[str, typer.Argument(metavar="[ID]", help="Its id; or --all.")] = "",
    *,
    everything: All = False,
    consumer: Consumer = "",
    request_id: RequestId = "",
) -> None:
    """Let a parked event be handled again, or all of them."""
    session = session_of(context)
    if everything == bool(parked_event) or (request_id and everything):
        raise typer.BadParameter("give the id of a parked event, or --all without a request id")
    ids = [parked_event]
    if everything:
        ids = [event.parked_event_id for event in _parked(session.client, consumer, None)]
    for each in ids:
        request = RetryParkedEventRequest(
            request_id=request_id or new_request_id(), parked_event_id=each
        )
        with _naming_ids():
            session.client.call(session.client.events.RetryParkedEvent, request)
    session.console.print(f"{len(ids)} to be handled again; see `loyaltyctl events status`.")


@app.command()
def drop(
    context: typer.Context, parked_event: EventId, *, yes: Yes = False, request_id: RequestId = ""
) -> None:
    """Drop a parked event for good: it is never handled."""
    session = session_of(context)
    if not yes:
        event = _parked_event(session.client, parked_event)
        what = f"{event.type or 'what is no event'} for {event.consumer}"
        require_yes(f"dropping {parked_event} ({what})", yes=yes)
    request = DropParkedEventRequest(
        request_id=request_id or new_request_id(), parked_event_id=parked_event
    )
    with _naming_ids():
        session.client.call(session.client.events.DropParkedEvent, request)
    session.console.print(f"{parked_event} is dropped.", markup=False)


@app.command("rebuild-segments")
def rebuild_segments(context: typer.Context, start: From = None) -> None:
    """Derive members' segments again from the journal; safe to break off and to repeat."""
    session = session_of(context)
    request = RebuildSegmentsRequest(from_time=timestamp(start) if start else None)
    answers = session.client.stream(session.client.events.RebuildSegments, request)
    print_rebuild(session.console, follow_rebuild(session.console, answers))


def _naming_ids() -> AbstractContextManager[None]:
    """Say what an id looks like, and where it is found, where one is refused or unknown."""
    return hinting(ID_HINT, _is_of_an_id)


def _is_of_an_id(failure: Failure) -> bool:
    unknown = failure.reason == "PARKED_EVENT_NOT_FOUND"
    return unknown or "parked_event_id" in dict(failure.violations)


def _parked_event(client: Client, parked_event_id: str) -> ParkedEvent:
    request = GetParkedEventRequest(parked_event_id=parked_event_id)
    with _naming_ids():
        event: ParkedEvent = client.call(client.events.GetParkedEvent, request).event
    return event


def _parked(client: Client, consumer: str, limit: int | None) -> list[ParkedEvent]:
    request = ListParkedEventsRequest(consumer=consumer)
    return client.listed(client.events.ListParkedEvents, request, "events", limit)
