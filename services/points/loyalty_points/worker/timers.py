"""What is done at an interval."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.worker.jobs import Job

from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.members.erase_closed import erase_closed
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.sweep_tiers import sweep_tiers
from loyalty_points.use_cases.settle_accounts import settle_accounts

ACCOUNTS_PER_RUN = 20
"""Few enough for a run to end well within the chassis's limit."""
BATCHES_PER_RUN = 5
"""Likewise, of members to erase."""
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
    )
