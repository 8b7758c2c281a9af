"""Events on their way, and those that were parked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from loyalty.points.v1.event_service_pb2 import GetEventStatusResponse, ParkedEvent
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .facts import print_facts
from .words import moment


def print_status(console: Console, status: GetEventStatusResponse) -> None:
    """Print how far events are published, and what consumers have not handled."""
    relay = status.relay
    facts = {
        "unpublished since": moment(relay.oldest_time) if relay.HasField("oldest_time") else "",
        "lag": f"{relay.lag_milliseconds / 1000:.1f} s",
        "published": f"{relay.published_count}, {relay.unwanted_count} of them wanted by nobody",
        "last published": _when(relay, "last_publish_time"),
        "relay last at work": _when(relay, "beat_time") or "never: is a worker running?",
        "trouble": relay.trouble,
        "trouble since": _when(relay, "trouble_time"),
    }
    print_facts(console, facts)
    print_types(console, relay.published_by_type)
    table = Table()
    for name in ("consumer", "waiting", "parked"):
        table.add_column(name)
    for consumer in status.consumers:
        table.add_row(consumer.consumer, str(consumer.waiting_count), str(consumer.parked_count))
    console.print(table if table.row_count else "No event waits or is parked.")


def print_types(console: Console, by_type: Mapping[str, int]) -> None:
    """Print how many events of each type were published; nothing where there were none."""
    table = Table("type")
    table.add_column("published", justify="right", no_wrap=True)
    for name, count in sorted(by_type.items()):
        table.add_row(name, f"{count:,}")
    if by_type:
        console.print(table)


def print_parked(console: Console, events: Sequence[ParkedEvent]) -> None:
    """Print a line for each parked event."""
    table = Table()
    for name in ("id", "consumer", "event", "tries", "since", "error"):
        table.add_column(name, overflow="fold")
    for event in events:
        table.add_row(
            event.parked_event_id,
            event.consumer,
            event.type or "no event",
            str(event.attempt_count),
            moment(event.receive_time),
            escape(event.error),
        )
    console.print(table if table.row_count else "No event is parked.")


def print_parked_event(console: Console, event: ParkedEvent) -> None:
    """Print all that is known of a parked event, and what was received."""
    facts = {
        "id": event.parked_event_id,
        "consumer": event.consumer,
        "event id": event.event_id,
        "type": event.type,
        "subject": event.subject,
        "sequence": str(event.sequence or ""),
        "tries": str(event.attempt_count),
        "received": moment(event.receive_time),
        "last tried": moment(event.attempt_time),
        "error": event.error,
    }
    headers = {f"header {escape(header.name)}": header.value for header in event.headers}
    print_facts(console, facts | headers)
    console.print(_body(event.body), markup=False, soft_wrap=True)


def _body(body: bytes) -> str:
    """Return JSON spread out, and anything else as Python writes bytes."""
    try:
        return json.dumps(json.loads(body), indent=2)
    except ValueError:
        return repr(body)


def _when(message: object, name: str) -> str:
    """Return an instant of a message; empty where it is unset."""
    return moment(getattr(message, name)) if message.HasField(name) else ""  # type: ignore[attr-defined]
