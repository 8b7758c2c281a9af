"""Handling a subject's events one by one, by their sequence, whatever order they come in.

What is held, in one transaction with every effect: the subject's sequence never goes down,
and nothing is handled while something before it waits. A worker that read an older state of
the subject loses the race and reads again, so two workers make no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import (
    NEVER,
    PARKED,
    WAITING,
    DeliveryDocument,
    Message,
    Trouble,
    delivery_document,
    error_text,
)
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.handling import (
    HANDLE_SECONDS,
    Handling,
    Outcome,
)
from loyalty_chassis.events.inbox import OVERTAKEN, insert_inbox, is_done
from loyalty_chassis.events.subjects import (
    Overtaken,
    Subject,
    commit_ordered,
    head_of,
    read_subject,
    require_turn,
    save_subject,
)
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import DuplicateKey, Insert


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event of an ordered consumer, on its first try."""

    event: Event
    sequence: int
    message: Message
    lane: str


@dataclass(frozen=True, slots=True)
class OrderedHandling:
    """Handles the events of one ordered consumer."""

    handling: Handling

    @property
    def consumer(self) -> Consumer:
        """Whose events these are."""
        return self.handling.consumer

    def take(self, incoming: Incoming) -> Outcome:
        """Handle an event, or let it wait for those before it. Raises StoreAway."""
        handling, event = self.handling, incoming.event

        def attempt() -> Outcome:
            return self._take(incoming, read_subject(incoming.lane))

        def keep(error: Exception) -> Outcome:
            if isinstance(error, Overtaken):
                return self._overtaken(incoming, error)
            trouble = handling.trouble(error, attempts=1)
            if trouble.state == PARKED:
                return handling.keep(event, incoming.message, error)

            def stand() -> Outcome:
                return self._stand(incoming, trouble, read_subject(incoming.lane))

            return retrying(stand, HANDLE_SECONDS)

        return handling.tried(event, attempt, keep)

    def _take(self, incoming: Incoming, subject: Subject) -> Outcome:
        sequence, event = incoming.sequence, incoming.event
        require_turn(subject, sequence)
        head = head_of(subject)
        if head and sequence >= (head.sequence or 0):
            return self._behind(incoming, subject, NEVER, "waits for those before it")
        hold = self.consumer.hold_seconds
        if hold and sequence > subject.sequence + 1:
            due = to_ms(self.handling.clock() + timedelta(seconds=hold))
            return self._behind(incoming, subject, due, f"waits for those after {subject.sequence}")
        note = insert_inbox(self.handling.key(event), self.handling.clock())
        effect = self.handling.effect(event)
        commit_ordered(
            self.handling.unit_of_work,
            note,
            save_subject(subject, subject.reached(sequence)),
            *effect,
        )
        return Outcome.HANDLED

    def _behind(self, incoming: Incoming, subject: Subject, next_ms: int, why: str) -> Outcome:
        if is_done(self.handling.key(incoming.event)):
            return Outcome.REPEATED
        return self._stand(incoming, Trouble(why, WAITING, next_ms, attempts=0), subject)

    def _stand(self, incoming: Incoming, trouble: Trouble, subject: Subject) -> Outcome:
        """Let an event wait in its lane. Raises LostRace where that changed meanwhile."""
        placed = Trouble(
            trouble.error,
            WAITING,
            trouble.next_ms,
            trouble.attempts,
            incoming.lane,
            subject.version,
        )
        name, now = self.consumer.name, self.handling.clock()
        document = delivery_document(name, incoming.event, incoming.message, placed, now)
        try:
            commit_ordered(
                self.handling.unit_of_work,
                Insert(DeliveryDocument, (document,)),
                save_subject(subject, subject.with_waiting(1)),
            )
        except DuplicateKey:  # it was kept before
            return Outcome.WAITING
        return Outcome.WAITING

    def _overtaken(self, incoming: Incoming, error: Overtaken) -> Outcome:
        if self.consumer.is_last_writer_wins:
            key, now = self.handling.key(incoming.event), self.handling.clock()
            self.handling.unit_of_work.commit((insert_inbox(key, now, OVERTAKEN),))
            return Outcome.OVERTAKEN
        trouble = Trouble(error_text(error), PARKED, 0)
        name, now = self.consumer.name, self.handling.clock()
        document = delivery_document(name, incoming.event, incoming.message, trouble, now)
        return self.handling.insert_delivery(document)
