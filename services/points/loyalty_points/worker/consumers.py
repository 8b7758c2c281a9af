"""What the service does about events, its own among them."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.worker.consuming import consuming_service, retry_job
from loyalty_chassis.worker.jobs import Job

from loyalty_points.settings import SERVICE, PointsSettings
from loyalty_points.use_cases.parts import Parts
from loyalty_points.worker.journeys import journey_consumer
from loyalty_points.worker.segments import segment_consumer
from loyalty_points.worker.webhooks import webhook_consumer


def consumers_of(parts: Parts) -> Sequence[Consumer]:
    """Return the consumers of a worker."""
    return (journey_consumer(parts), segment_consumer(parts), webhook_consumer(parts))


def consuming_of(
    settings: PointsSettings, parts: Parts, consumers: Sequence[Consumer]
) -> tuple[Job, type]:
    """Return the job that retries what consumers failed at, and the service that runs them."""
    return (
        retry_job(consumers, parts.unit_of_work, parts.clock),
        consuming_service(
            SERVICE,
            consumers,
            parts.unit_of_work,
            parts.clock,
            source=SERVICE,
            is_quorum=settings.broker_quorum,
        ),
    )
