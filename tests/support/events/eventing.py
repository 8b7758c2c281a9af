"""A consumer whose effects are a list in the database: what doubles or comes late shows in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.events.consumers import CannotHandle, Consumer
from loyalty_chassis.events.deliveries import DeliveryDocument, Message
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.inbox import InboxDocument
from loyalty_chassis.events.subjects import SubjectDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.writes import Update, Write

from support.clocks import NOON

TYPE = "loyalty.test.v1.Noted"


class ListDocument(me.Document):
    """What was handled of a subject, in that order."""

    subject = me.StringField(primary_key=True)
    handled = me.ListField(me.StringField())

    meta: ClassVar[dict[str, Any]] = {"collection": "lists", "auto_create_index": False}


MODELS = (DeliveryDocument, InboxDocument, SubjectDocument, ListDocument)


def new_subject() -> str:
    """Return a subject that has an empty list."""
    subject = f"s-{secrets.token_hex(8)}"
    collection_of(ListDocument).insert_one({"_id": subject, "handled": []})
    return subject


def event_of(
    subject: str, number: int, event_type: str = TYPE, schema_version: int = 1, **data: object
) -> Event:
    """Return the event of that number of a subject."""
    event_id, time = f"{subject}-{number}", NOON
    return Event(
        event_id, event_type, "test", subject, time, data, number, schema_version=schema_version
    )


def message_of(event: Event) -> Message:
    return Message(event.to_json(), {"traceparent": "00-1"})


def listing(event: Event) -> Sequence[Write]:
    """Append the event's number to its subject's list."""
    change = {"$push": {"handled": str(event.sequence)}}
    return (Update(ListDocument, {"_id": event.subject}, change),)


def handled(subject: str) -> list[int]:
    """Return the numbers of what was handled of a subject, in that order."""
    found: dict[str, Any] = collection_of(ListDocument).find_one({"_id": subject}) or {}
    return [int(number) for number in found["handled"]]


class Breakable:
    """A handler that fails at some events until it is mended."""

    def __init__(self, error: Callable[[], Exception] = lambda: ValueError("broken")) -> None:
        self.error = error
        self.broken: set[str] = set()
        self.calls = 0

    def __call__(self, event: Event) -> Sequence[Write]:
        self.calls += 1
        if event.event_id in self.broken:
            raise self.error()
        return listing(event)


def cannot() -> Exception:
    return CannotHandle("not known")


def consumer_of(handle: Callable[[Event], Sequence[Write]] = listing, **more: Any) -> Consumer:
    """Return a consumer with a name of its own."""
    return Consumer(f"c-{secrets.token_hex(6)}", (TYPE,), handle, **more)
