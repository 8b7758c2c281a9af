"""The journal as an outbox: the entries whose events are still to be published.

An entry is written with a mark, its record time, which goes once its events are published.
Order is by mark, account and sequence; within an account neither times nor sequences run
back, so that is the order in which its entries were written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.marks import FIELD, MarkedRecords
from loyalty_chassis.events.outbox import Unpublished
from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.store import conversion
from loyalty_points.store.entry_documents import EntryDocument


class EntryOutbox:
    """Reads the entries that have a mark, and takes marks away. For one relay."""

    def __init__(self, events_of: Callable[[Entry], tuple[Event, ...]]) -> None:
        """Read from the journal; `events_of` tells the events of an entry."""
        self._events_of = events_of
        self._marked = MarkedRecords(EntryDocument)

    def read(self, limit: int) -> Sequence[Unpublished]:
        """Return about `limit` entries that have a mark, with their events, oldest first.

        An entry that makes no events is returned with none, for its mark to be cleared. None
        is shown without those of its account that were written before it.
        """
        found = sorted(self._marked.read(limit), key=_order)
        return [Unpublished(document["_id"], self._told(document)) for document in found]

    def _told(self, document: Document) -> tuple[Event, ...]:
        """Return the events of an entry, in the trace of the call that made it."""
        events = self._events_of(conversion.entry_from_document(document))
        if traceparent := document.get("traceparent"):
            return tuple(replace(event, traceparent=traceparent) for event in events)
        return events

    @property
    def is_all_read(self) -> bool:
        """Whether the last read returned all that there were."""
        return self._marked.is_all_read

    def clear(self, published: Sequence[Unpublished]) -> None:
        """Take away the marks of these entries, in one command, and of no others.

        By their ids: an entry that is committed late may have an earlier time than these.
        """
        self._marked.clear([record.key for record in published])

    def oldest_time(self) -> datetime | None:
        """Return when the oldest entry with a mark was written; None where there is none."""
        oldest = self._marked.oldest()
        return None if oldest is None else from_ms(oldest)


def _order(document: Document) -> tuple[int, str, int]:
    return document[FIELD], document["account_id"], document["sequence"]
