"""What is asked of parked events."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_chassis.events.deliveries import Delivery
from loyalty_chassis.events.parked import find_parked

from loyalty_points.domain.errors import ParkedEventNotFound

RETRY_PARKED_EVENT = "retry_parked_event"
DROP_PARKED_EVENT = "drop_parked_event"


@dataclass(frozen=True, slots=True)
class ParkedEventCommand:
    """A parked event, to be retried or dropped."""

    parked_event_id: str


def require_parked(parked_event_id: str) -> Delivery:
    """Return the parked event of that id. Raises ParkedEventNotFound."""
    found = find_parked(parked_event_id)
    if found is None:
        raise ParkedEventNotFound(
            f"no event {parked_event_id!r} is parked", {"parked_event_id": parked_event_id}
        )
    return found
