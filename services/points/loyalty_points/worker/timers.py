"""What is done at an interval."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.worker.jobs import Job

from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.members.erase_closed import erase_closed
from loyalty_points.use_cases.notices.tell_of_expiry import tell_of_expiry
from loyalty_points.use_cases.notices.tell_of_risk import tell_of_risk
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.sweep_tiers import sweep_tiers
from loyalty_points.use_cases.settle_accounts import settle_accounts
from loyalty_points.worker.journeys import journey_jobs
from loyalty_points.worker.segments import segment_jobs
from loyalty_points.worker.webhooks import webhook_jobs

ACCOUNTS_PER_RUN = 20
"""Few enough for a run to end well within the chassis's limit."""
BATCHES_PER_RUN = 5
"""Likewise, of members to erase."""
NOTICES_PER_RUN = 20
"""Likewise, of accounts and members who are told of what is to come."""
STRETCHES_PER_RUN = 2
"""Likewise, of members who take up the tiers of a program."""


def jobs_of(settings: PointsSettings, parts: Parts) -> Sequence[Job]:
    """Return the jobs of a worker."""
    left: set[str] = set()
    return (
        Job(
            "settle",
            settings.settle_seconds,
            ACCOUNTS_PER_RUN,
            lambda: settle_accounts(parts, ACCOUNTS_PER_RUN, left),
        ),
        Job(
            "erase",
            settings.settle_seconds,
            BATCHES_PER_RUN,
            lambda: erase_closed(parts, batches_max=BATCHES_PER_RUN),
        ),
        Job(
            "sweep_tiers",
            settings.settle_seconds,
            STRETCHES_PER_RUN,
            lambda: sweep_tiers(parts, STRETCHES_PER_RUN),
        ),
        *_notices(settings, parts),
        *journey_jobs(settings, parts),
        *segment_jobs(settings, parts),
        *webhook_jobs(settings, parts),
    )


def _notices(settings: PointsSettings, parts: Parts) -> Sequence[Job]:
    """Return the jobs that tell of what is to come."""
    accounts_left: set[str] = set()
    members_left: set[str] = set()
    return (
        Job(
            "expiring_soon",
            settings.settle_seconds,
            NOTICES_PER_RUN,
            lambda: tell_of_expiry(parts, NOTICES_PER_RUN, accounts_left),
        ),
        Job(
            "tier_at_risk",
            settings.settle_seconds,
            NOTICES_PER_RUN,
            lambda: tell_of_risk(parts, NOTICES_PER_RUN, members_left),
        ),
    )
