"""What was handled: one note for each consumer and event, written with the effect."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.shared_reads import SharedReads
from loyalty_chassis.storage.writes import DuplicateKey, Insert

HANDLED, OVERTAKEN, DROPPED = "HANDLED", "OVERTAKEN", "DROPPED"
"""What became of an event: its effect; passed over for a newer one; dropped by an operator."""


class InboxDocument(me.Document):
    """An event that a consumer is done with. `_id` is consumer and event id.

    Never pruned: a parked event may come back months later.
    """

    key = me.StringField(primary_key=True)
    handle_time = me.DateTimeField(required=True)
    outcome = me.StringField(required=True)
    gap_after = StrictIntField()
    """Where events before it were missing and did not come in time: the last one handled."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "event_inbox",
        "auto_create_index": False,
        "strict": False,
    }


_notes = SharedReads(InboxDocument)


def inbox_key(consumer: str, event_id: str) -> str:
    """Return the key of a consumer's notes about an event."""
    return f"{consumer}|{event_id}"


def inbox_document(
    key: str, now: datetime, outcome: str = HANDLED, gap_after: int | None = None
) -> Document:
    """Return the note that a consumer is done with an event."""
    document: Document = {"_id": key, "handle_time": now, "outcome": outcome}
    if gap_after is not None:
        document["gap_after"] = gap_after
    return document


def insert_inbox(
    key: str, now: datetime, outcome: str = HANDLED, gap_after: int | None = None
) -> Insert:
    """Note it. Committing raises DuplicateKey where it was noted before."""
    return Insert(InboxDocument, (inbox_document(key, now, outcome, gap_after),))


def is_noted(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is that of a note."""
    return duplicate.model is InboxDocument


def is_done(key: str) -> bool:
    """Tell whether the consumer is done with the event."""
    return _notes.find(key) is not None
