"""Handling an event so that its effect happens once, and keeping it where it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from traceback import format_tb
from typing import TypeVar

import pymongo
import structlog
from pymongo.errors import PyMongoError

from loyalty_chassis.clock import Clock
from loyalty_chassis.errors import StorageUnavailable
from loyalty_chassis.events.consumers import CannotHandle, Consumer
from loyalty_chassis.events.deliveries import (
    PARKED,
    WAITING,
    Delivery,
    DeliveryDocument,
    Message,
    Trouble,
    delivery_document,
    error_text,
)
from loyalty_chassis.events.envelope import EnvelopeInvalid, Event
from loyalty_chassis.events.inbox import InboxDocument, inbox_document, inbox_key, is_done
from loyalty_chassis.events.subjects import Overtaken
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.retrying import is_unreachable, retrying
from loyalty_chassis.storage.shared_commits import SharedCommits
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Delete, DuplicateKey, Insert, LostRace, Update, Write

T = TypeVar("T")

HANDLE_SECONDS = 20.0
"""For the database of one try of a handler, and for trying again after lost races."""
CLAIM_SECONDS = 60.0
"""How long a retry belongs to who began it: longer than any takes."""

UNREADABLE = (EnvelopeInvalid, CannotHandle)
"""What no retry can help."""

TRACE_STEPS = 3

logger = structlog.get_logger()


class StoreAway(Exception):
    """Nothing could be written down: the message is neither handled nor kept."""


class Outcome(Enum):
    """What became of a message. All mean that the broker can forget it."""

    HANDLED = auto()
    REPEATED = auto()
    """It had been handled before."""
    OVERTAKEN = auto()
    """A newer one of its subject was handled before, and the last writer wins."""
    WAITING = auto()
    """It waits in the database, for its retry or for those before it."""
    PARKED = auto()


Guard = Callable[[Callable[[], Sequence[Write]]], Sequence[Write]]
"""Runs a handler: in a thread, or within a time."""


@dataclass(frozen=True, slots=True)
class Handling:
    """Handles the events of one consumer, each by itself."""

    consumer: Consumer
    unit_of_work: UnitOfWork
    commits: SharedCommits
    """Of what is handled at the same time: an effect is of its own event, each with a note."""
    clock: Clock
    guard: Guard = lambda handle: handle()

    def key(self, event: Event) -> str:
        """Return the key of the notes about an event."""
        return inbox_key(self.consumer.name, event.event_id)

    def take(self, event: Event, message: Message) -> Outcome:
        """Handle an event as it comes; keep it where that fails. Raises StoreAway."""
        note = inbox_document(self.key(event), self.clock())

        def attempt() -> Outcome:
            effect = self.effect(event)
            if effect or not self.consumer.is_pure:
                self.commits.commit((Insert(InboxDocument, (note,)), *effect))
            return Outcome.HANDLED

        return self.tried(event, attempt, lambda error: self.keep(event, message, error))

    def retry(self, event: Event, delivery: Delivery) -> Outcome:
        """Handle an event that was kept and is claimed. Raises StoreAway."""
        note = inbox_document(delivery.key, self.clock())
        forget = Delete(DeliveryDocument, {"_id": delivery.key})

        def attempt() -> Outcome:
            self.unit_of_work.commit((Insert(InboxDocument, (note,)), forget, *self.effect(event)))
            return Outcome.HANDLED

        return self.retried(event, delivery, attempt)

    def retried(self, event: Event, delivery: Delivery, attempt: Callable[[], Outcome]) -> Outcome:
        """Return what came of the try of a claimed delivery. Raises StoreAway."""
        outcome = self.tried(event, attempt, lambda error: self.keep_on(delivery, error))
        if outcome is Outcome.REPEATED:
            self.forget(delivery)
        return outcome

    def forget(self, delivery: Delivery) -> None:
        """Forget a delivery, if it is still there. Raises StoreAway."""
        with suppress(LostRace):
            forget = Delete(DeliveryDocument, {"_id": delivery.key})
            self.written(lambda: self.unit_of_work.commit((forget,)))

    def effect(self, event: Event) -> Sequence[Write]:
        """Return what the handler wants to be written."""
        with pymongo.timeout(HANDLE_SECONDS):
            return self.guard(lambda: self.consumer.handle(event))

    def tried(
        self, event: Event, attempt: Callable[[], Outcome], keep: Callable[[Exception], Outcome]
    ) -> Outcome:
        """Return what came of an attempt; `keep` what fails. Raises StoreAway.

        What is done already is not attempted: a handler's command would not be part of the
        transaction that its repetition fails in. A pure one has no command.
        """
        if not self.consumer.is_pure and self.written(lambda: is_done(self.key(event))):
            return Outcome.REPEATED
        try:
            return retrying(attempt, HANDLE_SECONDS)
        except Exception as error:  # the boundary: whatever a handler does, the queue goes on
            if is_away(error):
                raise StoreAway(str(error)) from error
            failure = error
        if self.written(lambda: is_done(self.key(event))):
            return Outcome.REPEATED
        self.tell(event, failure)
        return self.written(lambda: keep(failure))

    def tell(self, event: Event, error: Exception) -> None:
        """Log a failure."""
        if isinstance(error, Overtaken):
            return
        logger.warning(
            "event not handled",
            consumer=self.consumer.name,
            event_id=event.event_id,
            type=event.type,
            error=error_text(error),
            trace="".join(format_tb(error.__traceback__)[-TRACE_STEPS:]),
        )

    def keep(self, event: Event, message: Message, error: Exception) -> Outcome:
        """Keep an event that failed for the first time."""
        trouble = self.trouble(error, attempts=1)
        now = self.clock()
        document = delivery_document(self.consumer.name, event, message, trouble, now)
        return self.insert_delivery(document)

    def insert_delivery(self, document: dict[str, object]) -> Outcome:
        """Keep a message, if it is not kept already."""
        outcome = Outcome.PARKED if document["state"] == PARKED else Outcome.WAITING
        try:
            self.unit_of_work.insert(DeliveryDocument, document)
        except DuplicateKey:
            return outcome
        if outcome is Outcome.PARKED:
            tell_parked(self.consumer.name, document)
        return outcome

    def keep_on(self, delivery: Delivery, error: Exception) -> Outcome:
        """Keep an event that failed again: until its next try, or parked."""
        trouble = self.trouble(error, delivery.attempts)
        if self.unit_of_work.update(update_delivery(delivery, trouble)) and (
            trouble.state == PARKED
        ):
            tell_parked(self.consumer.name, {"_id": delivery.key, "error": trouble.error})
        return Outcome.PARKED if trouble.state == PARKED else Outcome.WAITING

    def trouble(self, error: Exception, attempts: int) -> Trouble:
        """Return what follows from a failure of the `attempts`-th try."""
        delays = self.consumer.retry_seconds
        if isinstance(error, UNREADABLE) or attempts > len(delays):
            return Trouble(error_text(error), PARKED, 0, attempts)
        due = self.clock() + timedelta(seconds=delays[attempts - 1])
        return Trouble(error_text(error), WAITING, to_ms(due), attempts)

    def written(self, work: Callable[[], T]) -> T:
        """Return what `work` does in the database. Raises StoreAway where it cannot."""
        try:
            return work()
        except PyMongoError as error:
            raise StoreAway(str(error)) from error


def update_delivery(delivery: Delivery, trouble: Trouble) -> Update:
    """Return the change of a claimed delivery that failed again, if it is still claimed."""
    guard = {"_id": delivery.key, "attempts": delivery.attempts, "state": WAITING}
    change: dict[str, object] = {
        "error": trouble.error,
        "state": trouble.state,
        "next_ms": trouble.next_ms,
    }
    if trouble.state == PARKED:
        change["lane"] = ""
    return Update(DeliveryDocument, guard, {"$set": change})


def is_away(error: Exception) -> bool:
    """Tell whether it was the database that did not answer, and no fault of the event's."""
    if isinstance(error, PyMongoError):
        return is_unreachable(error)
    return isinstance(error, StorageUnavailable)


def tell_parked(consumer: str, document: dict[str, object]) -> None:
    """Log what an operator must look at."""
    logger.error("event parked", consumer=consumer, key=document["_id"], error=document["error"])
