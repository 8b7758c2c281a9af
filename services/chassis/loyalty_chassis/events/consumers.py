"""What a service does about events: which ones, how, and in what order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from loyalty_chassis.events.envelope import EnvelopeInvalid, Event
from loyalty_chassis.storage.writes import Write

RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0)
"""How long an event waits after each failure; after one more it is parked."""
SEQUENCE_MAX = 2**63 - 1
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class CannotHandle(Exception):
    """Nothing in the code that runs can handle the event: it is parked without a retry."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """Something to do about events. Raises ValueError where it contradicts itself.

    `handle` returns the writes of its effect. They are committed in one transaction with the
    note that the event was handled: once, however often the event is delivered. It may be
    called more than once until that is done, so whatever else it does must follow from the
    event: a command's request id, for one.
    """

    name: str
    """Names the queue and the notes of what was handled: never changed."""
    types: tuple[str, ...]
    """Event types as topics: `loyalty.points.v1.PurchaseRecorded`, `loyalty.points.v1.*`, `#`."""
    handle: Callable[[Event], Sequence[Write]]
    """Raises CannotHandle for what no retry can help, anything else for what one may."""
    is_ordered: bool = False
    """Whether a subject's events are handled one by one, by their sequence.

    Those behind one that waits for its retry wait too; behind one that is parked they go on.
    """
    is_last_writer_wins: bool = False
    """Of an ordered one: what was overtaken is passed over. It is parked otherwise."""
    hold_seconds: float = 0.0
    """Of an ordered one: how long an event waits for missing ones before it. 0 s does not wait.

    For consumers of every type: to others, a type that they do not want looks missing.
    """
    is_slow: bool = False
    """Whether it computes for long. It then runs in a thread, and must not use the database."""
    is_pure: bool = False
    """Whether `handle` does nothing but say what is to be written.

    Then an event that it has nothing to write about leaves no note and costs no command:
    asked again, it can only have an effect that was not made yet.
    """
    schema_version_max: int = 1
    """The newest schema that it can read."""
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    _topics: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check it, and prepare its topics."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"consumer {self.name!r}: 1 to 40 of [a-z0-9_-], a letter first")
        if not self.types:
            raise ValueError(f"consumer {self.name}: wants no type")
        if not self.is_ordered and (self.is_last_writer_wins or self.hold_seconds):
            raise ValueError(f"consumer {self.name}: only an ordered one holds or passes over")
        if self.is_pure and self.is_ordered:
            raise ValueError(f"consumer {self.name}: an ordered one notes every event")
        object.__setattr__(self, "_topics", tuple(_pattern_of(topic) for topic in self.types))

    def wants(self, event_type: str) -> bool:
        """Tell whether events of that type are for it."""
        return any(topic.fullmatch(event_type) for topic in self._topics)

    def read(self, body: bytes) -> Event:
        """Return the event of a message's body.

        Raises EnvelopeInvalid where there is none, CannotHandle for one of a type that is not
        wanted, or of a schema that is newer than this code.
        """
        event = read_event(body)
        if not self.wants(event.type):
            raise CannotHandle(f"unknown type {event.type}")
        if event.schema_version > self.schema_version_max:
            known = self.schema_version_max
            raise CannotHandle(f"schema {event.schema_version} is newer than {known}")
        return event


def read_event(body: bytes) -> Event:
    """Return the event of a body. Raises EnvelopeInvalid, also for what no store can keep."""
    event = Event.from_json(body)
    _require_storable(event)
    return event


def _pattern_of(topic: str) -> re.Pattern[str]:
    """Return a topic as brokers read it: `*` is one word, `#` any number of them."""
    words = {"*": r"[^.]+", "#": r".*"}
    return re.compile(r"\.".join(words.get(word, re.escape(word)) for word in topic.split(".")))


def _require_storable(event: Event) -> None:
    """Raise EnvelopeInvalid for what JSON can say and a database cannot keep."""
    try:
        "".join((event.event_id, event.type, event.source, event.subject)).encode()
    except UnicodeEncodeError as error:
        raise EnvelopeInvalid("half a character") from error
    if event.sequence is not None and event.sequence > SEQUENCE_MAX:
        raise EnvelopeInvalid("sequence is above 64 bits")
