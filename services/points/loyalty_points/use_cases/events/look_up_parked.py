"""Lists and shows parked events."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.events.deliveries import Delivery, read_parked
from ulid import ULID

from loyalty_points.use_cases.events.event_commands import require_parked
from loyalty_points.use_cases.parts import Parts


def list_parked(
    parts: Parts, call: Call, consumer: str, page_size: int, page_token: str
) -> tuple[list[Delivery], str]:
    """Return a page of parked events, of one consumer if named, and the next page's token.

    Raises NotGranted or InvalidField (page token).
    """
    call.caller.require_group()
    query = f"parked|{consumer}"
    after = ""
    if page_token:
        after = str(ULID.from_int(parts.page_tokens.open(query, page_token)))
    found = read_parked(after, page_size + 1, consumer)
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    return page, parts.page_tokens.make(query, int(ULID.from_str(page[-1].delivery_id)))


def get_parked(call: Call, parked_event_id: str) -> Delivery:
    """Return a parked event. Raises NotGranted or ParkedEventNotFound."""
    call.caller.require_group()
    return require_parked(parked_event_id)
