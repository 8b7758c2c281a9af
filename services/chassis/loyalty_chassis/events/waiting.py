"""What waits in the lanes of an ordered consumer: retried, released, parked in its turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import (
    NEVER,
    PARKED,
    WAITING,
    Delivery,
    DeliveryDocument,
    Trouble,
    error_text,
    find_delivery,
    read_lane_heads,
)
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.handling import (
    HANDLE_SECONDS,
    Handling,
    Outcome,
    tell_parked,
    update_delivery,
)
from loyalty_chassis.events.inbox import OVERTAKEN, insert_inbox
from loyalty_chassis.events.subjects import (
    Overtaken,
    Subject,
    commit_ordered,
    lane_of,
    read_lane,
    read_subject,
    require_turn,
    save_subject,
)
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import Delete, LostRace, Update, Write

STEPS_MAX = 50
"""Of one lane at once; what is left is due, and found again."""

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LaneHandling:
    """Handles what waits in the lanes of one ordered consumer."""

    handling: Handling

    @property
    def consumer(self) -> Consumer:
        """Whose lanes these are."""
        return self.handling.consumer

    def retry(self, event: Event, delivery: Delivery) -> Outcome:
        """Handle the claimed first of a lane. Raises StoreAway."""

        def attempt() -> Outcome:
            subject = read_subject(delivery.lane)
            require_turn(subject, delivery.sequence or 0)
            effect = self.handling.effect(event)
            gap = self._gap(delivery, subject)
            note = insert_inbox(delivery.key, self.handling.clock(), gap_after=gap)
            after = subject.reached(delivery.sequence or 0)
            self._leave(delivery, subject, after, (note, _forget(delivery), *effect))
            return Outcome.HANDLED

        outcome = self.handling.tried(event, attempt, lambda error: self.keep_on(delivery, error))
        if outcome is Outcome.REPEATED:
            self.handling.written(lambda: self._leave_with(delivery, (_forget(delivery),)))
        return outcome

    def _gap(self, delivery: Delivery, subject: Subject) -> int | None:
        """Return the last sequence before a gap that was waited for in vain."""
        if not self.consumer.hold_seconds or (delivery.sequence or 0) <= subject.sequence + 1:
            return None
        logger.warning("gap in events", lane=subject.lane, after=subject.sequence)
        return subject.sequence

    def keep_on(self, delivery: Delivery, error: Exception) -> Outcome:
        """Keep an event that failed again, in its lane or parked."""
        if isinstance(error, Overtaken) and self.consumer.is_last_writer_wins:
            note = insert_inbox(delivery.key, self.handling.clock(), OVERTAKEN)
            self._leave_with(delivery, (_forget(delivery), note))
            return Outcome.OVERTAKEN
        trouble = self.handling.trouble(error, delivery.attempts)
        if isinstance(error, Overtaken):
            trouble = Trouble(error_text(error), PARKED, 0, delivery.attempts)
        if trouble.state == WAITING:
            return self.handling.keep_on(delivery, error)
        self._leave_with(delivery, (update_delivery(delivery, trouble),))
        tell_parked(self.consumer.name, {"_id": delivery.key, "error": trouble.error})
        return Outcome.PARKED

    def _leave_with(self, delivery: Delivery, writes: Sequence[Write]) -> None:
        def attempt() -> None:
            subject = read_subject(delivery.lane)
            if find_delivery(delivery.delivery_id):  # or another worker was faster
                self._leave(delivery, subject, subject, writes)

        retrying(attempt, HANDLE_SECONDS)

    def _leave(
        self, delivery: Delivery, before: Subject, after: Subject, writes: Sequence[Write]
    ) -> None:
        """Take a delivery out of its lane, and let the next one be due. Raises LostRace."""
        others = [one for one in read_lane_heads(delivery.lane, 2) if one.key != delivery.key]
        promoted = [
            Update(
                DeliveryDocument,
                {"_id": one.key, "next_ms": NEVER},
                {"$set": {"next_ms": self._turn_of(one, after)}},
            )
            for one in others[:1]
            if one.next_ms == NEVER
        ]
        commit_ordered(
            self.handling.unit_of_work,
            save_subject(before, after.with_waiting(-1)),
            *promoted,
            *writes,
        )

    def _turn_of(self, delivery: Delivery, subject: Subject) -> int:
        """Return when one that becomes the first is due: at once, unless it is held."""
        now, hold = self.handling.clock(), self.consumer.hold_seconds
        if not hold or (delivery.sequence or 0) <= subject.sequence + 1:
            return to_ms(now)
        return to_ms(max(now, delivery.first_time + timedelta(seconds=hold)))

    def retry_late(self, event: Event, delivery: Delivery, sequence: int) -> Outcome:
        """Handle an event that an operator brings back: its turn is over. Raises StoreAway."""
        lane = lane_of(self.consumer.name, event.subject)

        def attempt() -> Outcome:
            subject = read_subject(lane)
            unit_of_work, now = self.handling.unit_of_work, self.handling.clock()
            forget = _forget(delivery)
            if self.consumer.is_last_writer_wins and sequence < subject.sequence:
                note = insert_inbox(delivery.key, now, OVERTAKEN)
                commit_ordered(unit_of_work, note, forget)
                return Outcome.OVERTAKEN
            effect = self.handling.effect(event)
            note = insert_inbox(delivery.key, now)
            reached = save_subject(subject, subject.reached(sequence))
            commit_ordered(unit_of_work, note, forget, reached, *effect)
            return Outcome.HANDLED

        return self.handling.retried(event, delivery, attempt)

    def go_on(self, lane: str, retry: Callable[[Delivery], Outcome | None]) -> None:
        """Handle what waits in a lane, as far as it is due. Raises StoreAway."""
        for _ in range(STEPS_MAX):
            try:
                subject, head = self.handling.written(lambda: read_lane(lane))
            except LostRace:
                return
            if head is None or not self._is_ready(head, subject):
                return
            if retry(head) in (None, Outcome.WAITING):
                return

    def step_back(self, delivery: Delivery) -> None:
        """Let a delivery that is due and not the first of its lane wait until it is."""

        def attempt() -> None:
            subject = read_subject(delivery.lane)
            heads = read_lane_heads(delivery.lane, 1)
            if not heads or heads[0].key == delivery.key:
                return
            guard = {"_id": delivery.key, "next_ms": delivery.next_ms}
            later = Update(DeliveryDocument, guard, {"$set": {"next_ms": NEVER}})
            commit_ordered(self.handling.unit_of_work, save_subject(subject, subject), later)

        with suppress(LostRace):  # then it is looked at again
            self.handling.written(attempt)

    def _is_ready(self, head: Delivery, subject: Subject) -> bool:
        if head.next_ms <= to_ms(self.handling.clock()):
            return True
        is_held = not head.attempts
        return is_held and (head.sequence or 0) <= subject.sequence + 1


def _forget(delivery: Delivery) -> Delete:
    return Delete(DeliveryDocument, {"_id": delivery.key})
