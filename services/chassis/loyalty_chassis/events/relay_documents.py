"""Who relays, and how far that has come: one document for each relay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField

NOBODY = ""


class RelayDocument(me.Document):
    """A relay: its lease, and what an operator asks about it."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "relays",
        "auto_create_index": False,
        "indexes": [],
    }
    name = me.StringField(primary_key=True)
    owner = me.StringField(required=True)
    """The process that relays; empty for none."""
    beat = StrictIntField(required=True)
    """Rises while the owner lives. Others compare it with what they saw, and no clocks."""
    beat_time = me.DateTimeField(required=True)
    published_count = StrictIntField(required=True)
    unwanted_count = StrictIntField(required=True)
    published_types = me.MapField(StrictIntField())
    """How many of each type, with slashes for the dots of its name."""
    last_publish_time = me.DateTimeField()
    oldest_time = me.DateTimeField()
    """Of what was unpublished when the owner looked last; missing where all was published."""
    trouble = me.StringField()
    """What keeps the owner from publishing; empty where nothing does."""
    trouble_time = me.DateTimeField()
    """Since when it does."""


@dataclass(frozen=True, slots=True)
class RelayStatus:
    """How a relay does."""

    name: str
    owner: str
    """Empty where none has taken it."""
    beat_time: datetime
    """When the owner was last heard of: seconds ago, or no worker runs."""
    published_count: int
    unwanted_count: int
    """Of those published, the ones that no queue was bound for."""
    published_by_type: Mapping[str, int]
    last_publish_time: datetime | None
    trouble: str
    trouble_time: datetime | None


def count_of(event_type: str) -> str:
    """Return the path of the field that counts events of that type."""
    return f"published_types.{event_type.replace('.', '/')}"


def relay_status(name: str) -> RelayStatus | None:
    """Return how the relay of that name does; None before the first worker. Raises PyMongoError.

    How long the oldest event waits is what `Outbox.oldest_time` tells, also without a worker.
    """
    found = collection_of(RelayDocument).find_one({"_id": name})
    return None if found is None else _status_of(found)


def _status_of(found: Document) -> RelayStatus:
    return RelayStatus(
        name=found["_id"],
        owner=found["owner"],
        beat_time=found["beat_time"],
        published_count=found["published_count"],
        unwanted_count=found["unwanted_count"],
        published_by_type={
            name.replace("/", "."): count
            for name, count in (found.get("published_types") or {}).items()
        },
        last_publish_time=found.get("last_publish_time"),
        trouble=found.get("trouble") or "",
        trouble_time=found.get("trouble_time"),
    )
