"""What is to be sent to a subscription, and what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.webhooks.schedule import delay_ms

ATTEMPTS_KEPT = 30
"""The last ones: more than one round of tries."""
GONE = 410
_SUCCESS = range(200, 300)


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"
    """Tried for a day, or not wanted any more; sent again when somebody says so."""


class AttemptDocument(me.EmbeddedDocument):
    """One time that a delivery was sent."""

    attempt_time = me.DateTimeField(required=True)
    status_code = StrictIntField(required=True)
    error = me.StringField()
    milliseconds = StrictIntField(required=True)


class WebhookDeliveryDocument(me.Document):
    """A delivery. `_id` is "subscription|event": one for each, however often it is told.

    `due_ms` is when it is to be sent next, and nothing unless it waits. Whoever sends moves
    it on first: until then nobody else sends, and who dies meanwhile is made up for.
    """

    delivery_id = me.StringField(primary_key=True)
    subscription_id = me.StringField(required=True)
    event_id = me.StringField(required=True)
    event_type = me.StringField(required=True)
    body = me.BinaryField(required=True)
    order = me.StringField(required=True)
    create_time = me.DateTimeField(required=True)
    state = me.StringField(required=True)
    tries = StrictIntField(required=True)
    due_ms = StrictIntField()
    end_ms = StrictIntField()
    attempts = me.EmbeddedDocumentListField(AttemptDocument)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "webhook_deliveries",
        "auto_create_index": False,
        "strict": False,
        "indexes": [
            {"fields": ["subscription_id", "due_ms"]},
            {"fields": ["subscription_id", "-order"]},
            {"fields": ["subscription_id", "state", "-order"]},
            {"fields": ["end_ms"]},
        ],
    }


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that a delivery was sent."""

    attempt_time: datetime
    status_code: int
    """0 where no answer came."""
    error: str
    """Empty where it was taken."""
    milliseconds: int

    @property
    def is_success(self) -> bool:
        """Whether the receiver has taken it."""
        return self.status_code in _SUCCESS


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """An event on its way to one subscription."""

    subscription_id: str
    event_id: str
    event_type: str
    body: bytes
    order: str
    """By it deliveries are listed: when it was made, and the event's id."""
    create_time: datetime
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    """Failed in a row, since it was made or retried by hand."""
    due_ms: int | None = None
    """When it is sent next, or its sending counts as failed; None unless it waits."""
    end_ms: int | None = None
    """When it was delivered."""
    attempts: tuple[Attempt, ...] = ()

    @property
    def delivery_id(self) -> str:
        """Its key."""
        return f"{self.subscription_id}|{self.event_id}"

    @property
    def is_parked(self) -> bool:
        """Whether it is not tried any more by itself."""
        return self.state is DeliveryState.PARKED

    def attempted(
        self, attempt: Attempt, end_ms: int, wished_ms: int, chance: int
    ) -> WebhookDelivery:
        """Return the delivery after an attempt that ended then.

        `wished_ms` and `chance` are those of `delay_ms`.
        """
        tried = replace(self, attempts=(*self.attempts, attempt)[-ATTEMPTS_KEPT:])
        if attempt.is_success:
            return replace(tried, state=DeliveryState.DELIVERED, due_ms=None, end_ms=end_ms)
        tries = self.tries + 1
        delay = None if attempt.status_code == GONE else delay_ms(tries, wished_ms, chance)
        if delay is None:
            return replace(tried, state=DeliveryState.PARKED, tries=tries, due_ms=None)
        return replace(tried, tries=tries, due_ms=end_ms + delay)

    def retried(self, now_ms: int) -> WebhookDelivery:
        """Return the delivery to be sent at once, with all its tries before it again."""
        return replace(self, state=DeliveryState.WAITING, tries=0, due_ms=now_ms)


def order_of(create_ms: int, event_id: str) -> str:
    """Return what a delivery is listed by."""
    return f"{create_ms:015d}-{event_id}"


def to_document(delivery: WebhookDelivery) -> Document:
    """Return a delivery as it is stored."""
    return {
        "_id": delivery.delivery_id,
        "subscription_id": delivery.subscription_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "body": delivery.body,
        "order": delivery.order,
        "create_time": delivery.create_time,
        **progress_of(delivery),
    }


def progress_of(delivery: WebhookDelivery) -> Document:
    """Return the stored fields of a delivery that change."""
    return {
        "state": delivery.state.value,
        "tries": delivery.tries,
        "due_ms": delivery.due_ms,
        "end_ms": delivery.end_ms,
        "attempts": [
            {
                "attempt_time": attempt.attempt_time,
                "status_code": attempt.status_code,
                "error": attempt.error,
                "milliseconds": attempt.milliseconds,
            }
            for attempt in delivery.attempts
        ],
    }


def from_document(document: Document) -> WebhookDelivery:
    """Return the delivery that a document holds."""
    return WebhookDelivery(
        subscription_id=document["subscription_id"],
        event_id=document["event_id"],
        event_type=document["event_type"],
        body=bytes(document["body"]),
        order=document["order"],
        create_time=document["create_time"],
        state=DeliveryState(document["state"]),
        tries=int(document["tries"]),
        due_ms=_whole(document["due_ms"]),
        end_ms=_whole(document["end_ms"]),
        attempts=tuple(
            Attempt(
                each["attempt_time"],
                int(each["status_code"]),
                each["error"],
                int(each["milliseconds"]),
            )
            for each in document["attempts"]
        ),
    )


def _whole(number: Any) -> int | None:  # noqa: ANN401, bson's Int64 or None
    return None if number is None else int(number)
