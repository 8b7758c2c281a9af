"""What tells others of the journal."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_chassis.events.relay import Relay
from loyalty_chassis.worker.consumer_queues import queues_of
from loyalty_chassis.worker.publishing import publisher_for

from loyalty_points.events.catalogue import events_of
from loyalty_points.settings import SERVICE, PointsSettings
from loyalty_points.store.outbox import EntryOutbox
from loyalty_points.use_cases.parts import Parts


def relay_of(settings: PointsSettings, parts: Parts, consumers: Sequence[Consumer]) -> Relay:
    """Return the relay of the journal, and of events that belong to no entry.

    Nothing is published before these consumers can get it.
    """
    queues = queues_of(SERVICE, consumers, SERVICE, is_quorum=settings.broker_quorum)
    return Relay(
        SERVICE,
        (EntryOutbox(events_of), DocumentOutbox()),
        publisher_for(SERVICE, settings.broker_url, queues),
        parts.unit_of_work,
        parts.clock,
    )
