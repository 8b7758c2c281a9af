"""What an operator does with parked events, and sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.events.deliveries import (
    PARKED,
    WAITING,
    Delivery,
    DeliveryDocument,
    find_delivery,
)
from loyalty_chassis.events.inbox import DROPPED, insert_inbox, is_done
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.writes import Delete, Update, Write


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a consumer has not handled."""

    consumer: str
    waiting: int
    parked: int


def find_parked(delivery_id: str) -> Delivery | None:
    """Return the parked event of that id, or None."""
    found = find_delivery(delivery_id)
    return found if found and found.state == PARKED else None


def retry_parked(delivery: Delivery, now: datetime) -> Update:
    """Let it be handled again, at once and as often as a new one.

    Committing it raises LostRace where it is parked no more.
    """
    again = {"state": WAITING, "next_ms": to_ms(now), "attempts": 0}
    return Update(DeliveryDocument, _guard(delivery), {"$set": again})


def drop_parked(delivery: Delivery, now: datetime) -> tuple[Write, ...]:
    """Forget it, and note that its consumer is done with it, however often it comes.

    Committing it raises LostRace where it is parked no more, and DuplicateKey of an
    InboxDocument where it was handled at this moment.
    """
    forget = Delete(DeliveryDocument, _guard(delivery))
    if is_done(delivery.key):
        return (forget,)
    return (forget, insert_inbox(delivery.key, now, DROPPED))


def read_backlogs() -> list[Backlog]:
    """Return what waits and is parked, by consumer; consumers with neither are left out."""
    collection = collection_of(DeliveryDocument)
    return [
        Backlog(
            consumer,
            collection.count_documents({"consumer": consumer, "state": WAITING}),
            collection.count_documents({"consumer": consumer, "state": PARKED}),
        )
        for consumer in sorted(collection.distinct("consumer"))
    ]


def _guard(delivery: Delivery) -> dict[str, object]:
    return {"_id": delivery.key, "state": PARKED}
