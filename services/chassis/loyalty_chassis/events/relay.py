"""Publishes what was committed: everything, at least once, a subject's events in their order."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import structlog

from loyalty_chassis.clock import Clock
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.lease import Lease
from loyalty_chassis.events.outbox import Outbox, Unpublished
from loyalty_chassis.events.publishing import BrokerAway, Publisher, Receipt
from loyalty_chassis.events.relay_documents import count_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork

BATCH = 100
RUN_SECONDS = 1.0
"""After so long a run ends, so that a stop need not wait for a backlog."""
ERROR_MAX = 200

logger = structlog.get_logger()


class Relay:
    """Publishes from the outboxes of a service while it has the lease.

    Marks are cleared once the broker has confirmed. Ended in between, or where two publish
    for a moment, an event is published again, with the same id; what comes first of each
    event still comes in order, because whoever publishes begins with the oldest unpublished.
    """

    def __init__(
        self,
        name: str,
        outboxes: Sequence[Outbox],
        publisher: Publisher,
        unit_of_work: UnitOfWork,
        clock: Clock,
    ) -> None:
        """Relay under that name. No order is kept between one outbox and another."""
        self.name = name
        self._outboxes = tuple(outboxes)
        self._publisher = publisher
        self._lease = Lease(unit_of_work, name, f"{os.getpid()}-{uuid4().hex[:12]}")
        self._clock = clock
        self._published = self._unwanted = 0
        self._published_types: Counter[str] = Counter()
        self._last_publish_time: datetime | None = None
        self._oldest_time: datetime | None = None
        self._trouble = ""
        self._trouble_time: datetime | None = None
        self._unwanted_types: set[str] = set()

    def run(self) -> int:
        """Publish what there is, for about a second; return how many records, 0 without a lease.

        What is committed meanwhile is left for the next run: read one by one as they come,
        records would cost three commands each. Raises BrokerAway, PyMongoError.
        """
        began = time.monotonic()
        total = 0
        try:
            while published := self._run_once():
                total += published
                if self._is_all_read() or time.monotonic() - began >= RUN_SECONDS:
                    break
        except BrokerAway as error:
            self._note_trouble(str(error))
            raise
        return total

    def _is_all_read(self) -> bool:
        return all(outbox.is_all_read for outbox in self._outboxes)

    def close(self) -> None:
        """Let others relay at once. Raises PyMongoError."""
        self._publisher.close()
        if self._lease.is_held():
            self._renew()
            self._lease.release()

    def _run_once(self) -> int:
        """Publish a batch of each outbox."""
        if self._lease.is_due() and not self._renew():
            return 0
        published = 0
        self._oldest_time = None
        for outbox in self._outboxes:
            records = outbox.read(BATCH)
            self._note_oldest(records)
            published += self._publish(outbox, records)
        self._trouble, self._trouble_time = "", None
        return published

    def _note_oldest(self, records: Sequence[Unpublished]) -> None:
        times = [event.time for record in records for event in record.events]
        if self._oldest_time:
            times.append(self._oldest_time)
        self._oldest_time = min(times, default=None)

    def _publish(self, outbox: Outbox, records: Sequence[Unpublished]) -> int:
        if not records or not self._lease.is_held():
            return 0
        events = [event for record in records for event in record.events]
        receipt = self._publisher.publish(events)
        kept = _kept(records, receipt)
        self._count(events, receipt)
        if kept:
            outbox.clear(kept)
        if receipt.refused:
            raise BrokerAway(f"the broker refused {len(receipt.refused)} of {len(events)} events")
        return len(kept)

    def _count(self, events: Sequence[Event], receipt: Receipt) -> None:
        self._published += len(events) - len(receipt.refused)
        self._unwanted += len(receipt.unwanted)
        self._published_types.update(
            event.type for place, event in enumerate(events) if place not in receipt.refused
        )
        self._last_publish_time = self._clock()
        for place in receipt.unwanted:
            if (unwanted := events[place].type) not in self._unwanted_types:
                self._unwanted_types.add(unwanted)
                logger.info("events that nobody wants", type=unwanted)

    def _note_trouble(self, trouble: str) -> None:
        if not self._trouble:
            self._trouble_time = self._clock()
        self._trouble = trouble[:ERROR_MAX]
        self._renew()

    def _renew(self) -> bool:
        """Renew the lease or ask for it, and write down how far it has come."""
        counts = {
            "published_count": self._published,
            "unwanted_count": self._unwanted,
            **{count_of(name): count for name, count in self._published_types.items()},
        }
        if not self._lease.ask(self._facts(), counts):
            return False
        self._published = self._unwanted = 0
        self._published_types.clear()
        return True

    def _facts(self) -> Document:
        facts: Document = {
            "beat_time": self._clock(),
            "oldest_time": self._oldest_time,
            "trouble": self._trouble,
            "trouble_time": self._trouble_time,
        }
        if self._last_publish_time:
            facts["last_publish_time"] = self._last_publish_time
        return facts


def _kept(records: Sequence[Unpublished], receipt: Receipt) -> list[Unpublished]:
    """Return the records of which all is kept, up to a subject's first that is not.

    What came after a refused one of its subject is published again behind it.
    """
    if not receipt.refused:
        return list(records)
    kept, place = [], 0
    behind: set[str] = set()
    for record in records:
        places = range(place, place + len(record.events))
        place += len(record.events)
        subjects = {event.subject for event in record.events}
        if receipt.refused.intersection(places) or behind & subjects:
            behind |= subjects
        else:
            kept.append(record)
    return kept
