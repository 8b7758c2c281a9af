"""What is committed with an effect, to be published afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

import mongoengine as me

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.marks import FIELD, INDEX, MarkedRecords
from loyalty_chassis.instants import from_ms, to_ms
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.writes import Insert


@dataclass(frozen=True, slots=True)
class Unpublished:
    """One record of the store, and the events that it tells of, in their order."""

    key: Any
    """What the outbox that read it needs to clear its mark."""
    events: tuple[Event, ...]


class Outbox(Protocol):
    """What the relay publishes from. Every method raises PyMongoError."""

    def read(self, limit: int) -> Sequence[Unpublished]:
        """Return about `limit` records with a mark in publishing order: a subject's by sequence.

        A record is never shown without those of its subject that were committed before it.
        """
        ...

    @property
    def is_all_read(self) -> bool:
        """Whether the last read returned all that there were; sends no command."""
        ...

    def clear(self, published: Sequence[Unpublished]) -> None:
        """Take away the marks of these records, and of no others."""
        ...

    def oldest_time(self) -> datetime | None:
        """Return when the oldest record with a mark was made; None where there is none."""
        ...


class OutboxDocument(me.Document):
    """An event that belongs to no other record. Kept, so that its id is inserted once."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "outbox",
        "auto_create_index": False,
        "indexes": [INDEX],
    }
    event_id = me.StringField(primary_key=True)
    envelope = me.StringField(required=True)
    subject = me.StringField(required=True)
    sequence = StrictIntField(required=True)
    unpublished_ms = StrictIntField()
    """When it was made, in milliseconds; missing once it is published."""


def to_outbox(events: Sequence[Event]) -> Insert:
    """Return the write that puts events into the outbox, to be committed with their cause.

    Committing it raises DuplicateKey where one of them is there already.
    """
    documents = [
        {
            "_id": event.event_id,
            "envelope": event.to_json().decode(),
            "subject": event.subject,
            "sequence": event.sequence or 0,
            FIELD: to_ms(event.time),
        }
        for event in events
    ]
    return Insert(OutboxDocument, documents)


class DocumentOutbox:
    """The outbox of events that belong to no other record."""

    def __init__(self) -> None:
        """Read from the collection of `OutboxDocument`."""
        self._marked = MarkedRecords(OutboxDocument)

    def read(self, limit: int) -> Sequence[Unpublished]:
        """Return about `limit` of the events with a mark, oldest first."""
        found = sorted(self._marked.read(limit), key=_order)
        return [
            Unpublished(document["_id"], (Event.from_json(document["envelope"]),))
            for document in found
        ]

    @property
    def is_all_read(self) -> bool:
        """Whether the last read returned all that there were."""
        return self._marked.is_all_read

    def clear(self, published: Sequence[Unpublished]) -> None:
        """Take away the marks of these events; the events stay."""
        self._marked.clear([record.key for record in published])

    def oldest_time(self) -> datetime | None:
        """Return the time of the oldest event with a mark."""
        oldest = self._marked.oldest()
        return None if oldest is None else from_ms(oldest)


def _order(document: Document) -> tuple[int, str, int]:
    return document[FIELD], document["subject"], document["sequence"]
