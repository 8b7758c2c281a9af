"""Webhooks: what events make of them, and the jobs that send and forget them."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.webhooks.delivering import BATCH, Deliverer
from loyalty_chassis.webhooks.fan_out import deliveries_of_event
from loyalty_chassis.webhooks.pruning import BATCH as PRUNED_MAX
from loyalty_chassis.webhooks.pruning import prune
from loyalty_chassis.webhooks.sending import Sender
from loyalty_chassis.worker.jobs import Job

from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.parts import Parts

PRUNE_SECONDS = 60.0


def webhook_jobs(settings: PointsSettings, parts: Parts) -> Sequence[Job]:
    """Return the jobs that send webhooks, and that forget old ones. Raises OSError (CA file)."""
    sender = Sender(
        parts.webhook_addresses, settings.webhook_timeout_seconds, settings.webhook_ca_file
    )
    deliverer = Deliverer(parts.unit_of_work, sender, parts.webhook_secrets, parts.clock)
    return (
        Job("webhooks", settings.webhook_seconds, BATCH, deliverer.run),
        Job(
            "webhook_pruning",
            PRUNE_SECONDS,
            PRUNED_MAX,
            lambda: prune(parts.unit_of_work, parts.clock, settings.webhook_keep_days),
        ),
    )


def webhook_consumer(parts: Parts) -> Consumer:
    """Return what keeps a delivery of each event for each who subscribed to it."""
    return Consumer(
        "webhooks", ("#",), lambda event: deliveries_of_event(event, parts.clock), is_pure=True
    )
