"""Journeys: what looks for those they are for, what acts, and what events set off."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.worker.jobs import Job
from loyalty_chassis.worker.scheduled import ScheduledJob, as_job

from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.journeys.act_on_reaches import acting
from loyalty_points.use_cases.journeys.find_reaches import DailyReaches
from loyalty_points.use_cases.journeys.reaches_of_event import TYPES, reaches_of_event
from loyalty_points.use_cases.journeys.run_days import RunDays
from loyalty_points.use_cases.parts import Parts

FOUND_PER_RUN = 200
"""Few enough for a run to end well within the chassis's limit."""
ACTED_ON_PER_RUN = 50
"""Likewise."""


def journey_jobs(settings: PointsSettings, parts: Parts) -> Sequence[Job]:
    """Return the job that finds the members of a day, and the one that acts."""
    daily = DailyReaches(parts, FOUND_PER_RUN)
    finding = ScheduledJob("journeys", RunDays(parts.book), FOUND_PER_RUN, daily.run)
    return (
        as_job(parts.unit_of_work, parts.clock, settings.settle_seconds, finding),
        Job(
            "reaches",
            settings.settle_seconds,
            ACTED_ON_PER_RUN,
            acting(parts, ACTED_ON_PER_RUN),
        ),
    )


def journey_consumer(parts: Parts) -> Consumer:
    """Return what keeps a reach for each journey that an event sets off."""
    return Consumer("journeys", TYPES, lambda event: reaches_of_event(parts, event), is_pure=True)
