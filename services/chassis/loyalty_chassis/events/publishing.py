"""What the relay asks of a broker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loyalty_chassis.events.envelope import Event


class BrokerAway(Exception):
    """The broker did not confirm: it is not there, or takes nothing. The message says why."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the broker said of the events of one publishing, by their place in it."""

    refused: frozenset[int] = frozenset()
    """Those that it could not keep: to be published again."""
    unwanted: frozenset[int] = frozenset()
    """Those that no queue is bound for. They are confirmed: nobody waits for them."""


class Publisher(Protocol):
    """Publishes events in their order."""

    def publish(self, events: Sequence[Event]) -> Receipt:
        """Publish these; return once each is kept, refused or unwanted. Raises BrokerAway.

        After BrokerAway any of them may have been published.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
