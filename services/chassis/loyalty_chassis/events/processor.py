"""What is done with each message of a consumer's queue, and with what waits in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty_chassis.clock import Clock
from loyalty_chassis.errors import Conflict
from loyalty_chassis.events.consumers import CannotHandle, Consumer, read_event
from loyalty_chassis.events.deliveries import (
    PARKED,
    WAITING,
    Delivery,
    DeliveryDocument,
    Message,
    Trouble,
    delivery_document,
    error_text,
    read_due,
)
from loyalty_chassis.events.envelope import EnvelopeInvalid, Event
from loyalty_chassis.events.handling import (
    CLAIM_SECONDS,
    UNREADABLE,
    Guard,
    Handling,
    Outcome,
)
from loyalty_chassis.events.inbox import is_done
from loyalty_chassis.events.ordering import Incoming, OrderedHandling
from loyalty_chassis.events.subjects import lane_of
from loyalty_chassis.events.waiting import LaneHandling
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.shared_commits import SharedCommits
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Update

MILLISECONDS = 1000


class Processor:
    """Handles what comes for one consumer.

    Attributes:
        consumer: whose messages these are.

    """

    def __init__(
        self,
        consumer: Consumer,
        unit_of_work: UnitOfWork,
        clock: Clock,
        guard: Guard = lambda handle: handle(),
    ) -> None:
        """Commit there, by that clock; `guard` runs the handler."""
        self.consumer = consumer
        self._clock = clock
        commits = SharedCommits(unit_of_work)
        self._handling = Handling(consumer, unit_of_work, commits, clock, guard)
        self._ordered = OrderedHandling(self._handling)
        self._waiting = LaneHandling(self._handling)

    def read(self, body: bytes) -> Event | Exception:
        """Return the event of a body, or why there is none to handle."""
        try:
            return self.consumer.read(body)
        except UNREADABLE as error:
            return error

    def lane(self, event: Event | Exception) -> str:
        """Return what events are handled one by one in a worker; empty where none is to be.

        Those of a subject, in whatever order: what one reads, the one before may be changing.
        """
        return lane_of(self.consumer.name, event.subject) if isinstance(event, Event) else ""

    def take(self, message: Message, event: Event | Exception | None = None) -> Outcome:
        """Handle a message, or keep it in the database; it can be acknowledged then.

        `event` is what `read` returned, where that was done already. Raises StoreAway where
        neither could be written down.
        """
        event = self.read(message.body) if event is None else event
        if not isinstance(event, Event):
            return self._park_unread(message, event)
        if not self.consumer.is_ordered or event.sequence is None:
            return self._handling.take(event, message)
        lane = lane_of(self.consumer.name, event.subject)
        outcome = self._ordered.take(Incoming(event, event.sequence, message, lane))
        if self.consumer.hold_seconds:
            self._waiting.go_on(lane, self._retry)
        return outcome

    def _park_unread(self, message: Message, error: Exception) -> Outcome:
        event = _event_of(message.body)
        trouble = Trouble(error_text(error), PARKED, 0)
        name, now = self.consumer.name, self._clock()
        document = delivery_document(name, event, message, trouble, now)
        if self._handling.written(lambda: is_done(document["_id"])):
            return Outcome.REPEATED
        return self._handling.written(lambda: self._handling.insert_delivery(document))

    def retry_due(self, count: int) -> int:
        """Try again up to so many messages that are due; return how many. Raises StoreAway."""
        now_ms = to_ms(self._clock())
        due = self._handling.written(lambda: read_due(self.consumer.name, now_ms, count))
        for delivery in due:
            if delivery.lane:
                self._waiting.go_on(delivery.lane, self._retry)
                self._waiting.step_back(delivery)
            else:
                self._retry(delivery)
        return len(due)

    def _retry(self, delivery: Delivery) -> Outcome | None:
        """Try a message again; None where another worker does. Raises StoreAway."""
        claimed = self._handling.written(lambda: self._claim(delivery))
        if claimed is None:
            return None
        event = self.read(claimed.body)
        if claimed.attempts > len(self.consumer.retry_seconds) + 1:
            event = CannotHandle("its tries ended without an answer: did they end the process?")
        if not isinstance(event, Event):
            return self._give_up(claimed, event)
        try:
            return self._retry_claimed(event, claimed)
        except Conflict:  # the claim had lapsed, and another worker has it
            return None

    def _retry_claimed(self, event: Event, claimed: Delivery) -> Outcome:
        if claimed.lane:
            return self._waiting.retry(event, claimed)
        if self.consumer.is_ordered and event.sequence is not None:
            return self._waiting.retry_late(event, claimed, event.sequence)
        return self._handling.retry(event, claimed)

    def _give_up(self, claimed: Delivery, error: Exception) -> Outcome:
        keep = self._waiting.keep_on if claimed.lane else self._handling.keep_on
        return self._handling.written(lambda: keep(claimed, error))

    def _claim(self, delivery: Delivery) -> Delivery | None:
        """Take a delivery for a while; None where another worker was faster."""
        until = to_ms(self._clock()) + int(CLAIM_SECONDS * MILLISECONDS)
        attempts = delivery.attempts + 1
        guard = {
            "_id": delivery.key,
            "state": WAITING,
            "attempts": delivery.attempts,
            "next_ms": delivery.next_ms,
        }
        change = {"attempts": attempts, "next_ms": until, "last_time": self._clock()}
        claim = Update(DeliveryDocument, guard, {"$set": change})
        if not self._handling.unit_of_work.update(claim):
            return None
        return replace(delivery, attempts=attempts, next_ms=until)


def _event_of(body: bytes) -> Event | None:
    """Return the event of a body that is one, whoever it may be for."""
    try:
        return read_event(body)
    except EnvelopeInvalid:
        return None


def retry_due(processors: Sequence[Processor], count: int) -> int:
    """Try again what is due, up to so many messages a consumer; return how many.

    Raises StoreAway.
    """
    return sum(processor.retry_due(count) for processor in processors)
