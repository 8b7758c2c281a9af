"""Messages that were not handled yet: those that wait for a retry, and those that are parked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import mongoengine as me
from ulid import ULID

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.inbox import inbox_key
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField

WAITING, PARKED = "WAITING", "PARKED"
NEVER = 2**62
"""Due by itself at no time: it stands behind another of its subject."""
ERROR_MAX = 500
"""Characters of an error that are kept."""
BODY_MAX = 1_000_000
"""Bytes of a body that are kept: more is no event of ours, and would not fit."""
HEADERS_MAX = 50
HEADER_MAX = 500


class DeliveryDocument(me.Document):
    """A message that a consumer could not handle yet. `_id` is that of its note in the inbox."""

    key = me.StringField(primary_key=True)
    delivery_id = me.StringField(required=True)
    """A ULID: what an operator calls it, and the order in which they came."""
    consumer = me.StringField(required=True)
    event_id = me.StringField()
    type = me.StringField()
    subject = me.StringField()
    sequence = StrictIntField()
    body = me.BinaryField()
    headers = me.ListField(me.ListField(me.StringField()))
    error = me.StringField()
    attempts = StrictIntField(required=True)
    """Tries begun."""
    state = me.StringField(required=True)
    next_ms = StrictIntField(required=True)
    """When the next try is due, in milliseconds; where one is being made, when it is given up."""
    first_time = me.DateTimeField(required=True)
    last_time = me.DateTimeField(required=True)
    """When it was last tried."""
    lane = me.StringField()
    """Consumer and subject, while it holds up what comes after it; empty otherwise."""
    place = StrictIntField()
    """Of those of one lane and sequence, which came first."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "event_deliveries",
        "auto_create_index": False,
        "strict": False,
        "indexes": [
            {"fields": ["consumer", "state", "next_ms"]},
            {"fields": ["state", "delivery_id"]},
            {"fields": ["consumer", "state", "delivery_id"]},
            {"fields": ["delivery_id"]},
            {"fields": ["lane", "sequence", "place"]},
        ],
    }


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that waits or is parked."""

    key: str
    delivery_id: str
    consumer: str
    event_id: str
    """Empty where the message could not be read."""
    type: str
    subject: str
    sequence: int | None
    body: bytes
    headers: tuple[tuple[str, str], ...]
    error: str
    attempts: int
    state: str
    next_ms: int
    first_time: datetime
    last_time: datetime
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the broker brings it."""

    body: bytes
    headers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a message is kept, and until when it waits."""

    error: str
    state: str
    next_ms: int
    attempts: int = 1
    lane: str = ""
    place: int = 0


def delivery_document(
    consumer: str, event: Event | None, message: Message, trouble: Trouble, now: datetime
) -> Document:
    """Return the document of a message to keep; one without an event could not be read."""
    digest = hashlib.sha256(message.body).hexdigest()
    return {
        "_id": inbox_key(consumer, event.event_id if event else f"sha256:{digest}"),
        "delivery_id": str(ULID()),
        "consumer": consumer,
        "event_id": event.event_id if event else "",
        "type": event.type if event else "",
        "subject": event.subject if event else "",
        "sequence": event.sequence if event else None,
        "body": message.body[:BODY_MAX],
        "headers": [
            [_clean(name, HEADER_MAX), _clean(value, HEADER_MAX)]
            for name, value in list(message.headers.items())[:HEADERS_MAX]
        ],
        "error": trouble.error,
        "attempts": trouble.attempts,
        "state": trouble.state,
        "next_ms": trouble.next_ms,
        "first_time": now,
        "last_time": now,
        "lane": trouble.lane,
        "place": trouble.place,
    }


def error_text(error: BaseException) -> str:
    """Return an error as it is kept: its class and what it says, 500 characters at most."""
    return _clean(f"{type(error).__name__}: {error}", ERROR_MAX)


def _clean(value: object, length: int) -> str:
    """Return a value as a short text that every database takes."""
    return str(value).encode(errors="replace").decode()[:length]


def read_due(consumer: str, now_ms: int, count: int) -> list[Delivery]:
    """Return up to so many deliveries of a consumer that are due, the longest due first."""
    query = {"consumer": consumer, "state": WAITING, "next_ms": {"$lte": now_ms}}
    cursor = collection_of(DeliveryDocument).find(query).sort("next_ms", 1).limit(count)
    return [to_delivery(found) for found in cursor]


def read_lane_heads(lane: str, count: int) -> list[Delivery]:
    """Return the first deliveries of a lane, by sequence, and as they came."""
    order = [("sequence", 1), ("place", 1)]
    cursor = collection_of(DeliveryDocument).find({"lane": lane}).sort(order).limit(count)
    return [to_delivery(found) for found in cursor]


def read_parked(after: str, count: int, consumer: str) -> list[Delivery]:
    """Return parked deliveries of a consumer, or of all where it is empty, with ids above `after`.

    In the order in which they first failed.
    """
    query: Document = {"state": PARKED, "delivery_id": {"$gt": after}}
    if consumer:
        query = {"consumer": consumer, **query}
    cursor = collection_of(DeliveryDocument).find(query).sort("delivery_id", 1).limit(count)
    return [to_delivery(found) for found in cursor]


def find_delivery(delivery_id: str) -> Delivery | None:
    """Return the delivery that an operator names, or None."""
    found = collection_of(DeliveryDocument).find_one({"delivery_id": delivery_id})
    return to_delivery(found) if found else None


def to_delivery(found: Document) -> Delivery:
    """Return the delivery of a document."""
    sequence = found.get("sequence")
    return Delivery(
        key=found["_id"],
        delivery_id=found["delivery_id"],
        consumer=found["consumer"],
        event_id=found.get("event_id") or "",
        type=found.get("type") or "",
        subject=found.get("subject") or "",
        sequence=None if sequence is None else int(sequence),
        body=bytes(found["body"]),
        headers=tuple((name, value) for name, value in found["headers"]),
        error=found["error"],
        attempts=int(found["attempts"]),
        state=found["state"],
        next_ms=int(found["next_ms"]),
        first_time=found["first_time"],
        last_time=found["last_time"],
        lane=found.get("lane") or "",
    )
