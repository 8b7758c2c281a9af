"""A relay as a job of a worker."""

from __future__ import annotations

import pymongo
import structlog
from pymongo.errors import PyMongoError

from loyalty_chassis.events.relay import BATCH, Relay
from loyalty_chassis.worker.jobs import Job

LOOK_SECONDS = 0.05
"""Events of so long are published together; one that is alone waits so long at most."""
RETRY_SECONDS_MAX = 30.0
RUNS_PER_LINE = 1200
CLOSE_SECONDS = 2.0

logger = structlog.get_logger()


def job_of(relay: Relay) -> Job:
    """Return the job that publishes: at once again while there is a batch or more."""
    return Job(
        name=f"relay_{relay.name}",
        interval_seconds=LOOK_SECONDS,
        bound=BATCH,
        run=relay.run,
        retry_seconds_max=RETRY_SECONDS_MAX,
        runs_per_line=RUNS_PER_LINE,
    )


def close(relay: Relay) -> None:
    """Let another worker relay at once; where that fails, it does once the lease ends."""
    try:
        with pymongo.timeout(CLOSE_SECONDS):
            relay.close()
    except PyMongoError as error:
        logger.warning("lease not released", relay=relay.name, error=str(error))
