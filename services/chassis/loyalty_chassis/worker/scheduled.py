"""Jobs that run once for each due time, however many workers there are.

A job's next due time stands in the database. A worker claims it for a while, runs it in
slices, and moves it on when nothing is left to do: so what came due during a stall is caught
up one after the other, and never at once. A worker that dies or hangs loses its claim, and
another runs the same due time again; therefore what a run does must be safe to repeat, such
as writes under ids that follow from the due time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from loyalty_chassis.clock import Clock
from loyalty_chassis.instants import EPOCH, from_ms, to_ms
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.schedule_documents import ScheduleDocument
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Update
from loyalty_chassis.worker.jobs import RUN_SECONDS_MAX, Job

CLAIM_SECONDS = 4 * RUN_SECONDS_MAX
"""How long a claim holds: longer than a slice may take, so that only the dead lose theirs."""

logger = structlog.get_logger()


class Schedule(Protocol):
    """When a job is due."""

    def next_after(self, instant: datetime) -> datetime:
        """Return the first due time that is later than an instant."""


@dataclass(frozen=True, slots=True)
class Every:
    """Due at every whole multiple of an interval since 1970, in UTC."""

    interval: timedelta
    """Above zero."""

    def next_after(self, instant: datetime) -> datetime:
        """Return the first multiple that is later than an instant."""
        return EPOCH + ((instant - EPOCH) // self.interval + 1) * self.interval


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """What is to be done once for each due time."""

    name: str
    schedule: Schedule
    bound: int
    """The most that one slice does; who has done so much has more to do."""
    run: Callable[[datetime], int]
    """Does some of what a due time asks for, and returns how much; safe to repeat."""


class DueTimes:
    """Runs one scheduled job, for one worker."""

    def __init__(self, unit_of_work: UnitOfWork, clock: Clock, job: ScheduledJob) -> None:
        """Claim under a name that no other worker has."""
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._job = job
        self._worker_id = uuid.uuid4().hex

    def run(self) -> int:
        """Run a slice of what is due longest; return how much was done.

        That is the job's bound while there is more to do, other due times included, and 0
        where nothing is due or another worker is at it.
        """
        found = self._read()
        if found is None or found["due_ms"] > to_ms(self._clock()):
            return 0
        claimed = self._claim(found)
        if claimed is None:
            return 0
        due = from_ms(found["due_ms"])
        done = self._job.run(due)
        if done >= self._job.bound:
            return self._job.bound  # the claim stays: the next slice is ours
        self._move_on(claimed, due)
        return self._job.bound

    def _read(self) -> Document | None:
        found = collection_of(ScheduleDocument).find_one({"_id": self._job.name})
        if found is not None:
            return dict(found)
        first = self._job.schedule.next_after(self._clock())
        document = {
            "_id": self._job.name,
            "due_ms": to_ms(first),
            "claim_id": "",
            "claimed_until_ms": 0,
        }
        try:
            self._unit_of_work.insert(ScheduleDocument, document)
        except DuplicateKey:  # another worker was as quick
            return None
        logger.info("schedule begins", job=self._job.name, first_due=first.isoformat())
        return document

    def _claim(self, found: Document) -> Document | None:
        """Claim what was read, if it is free or ours; return it as it is then."""
        now_ms = to_ms(self._clock())
        if found["claim_id"] != self._worker_id and found["claimed_until_ms"] > now_ms:
            return None
        claim = {
            "claim_id": self._worker_id,
            "claimed_until_ms": now_ms + round(CLAIM_SECONDS * 1000),
        }
        if not self._unit_of_work.update(Update(ScheduleDocument, found, {"$set": claim})):
            return None
        return {**found, **claim}

    def _move_on(self, claimed: Document, due: datetime) -> None:
        """Let the next due time be next, unless the claim was lost meanwhile."""
        after = to_ms(self._job.schedule.next_after(due))
        change = {"due_ms": after, "claim_id": "", "claimed_until_ms": 0}
        if not self._unit_of_work.update(Update(ScheduleDocument, claimed, {"$set": change})):
            logger.warning("claim was lost", job=self._job.name, due=due.isoformat())


def as_job(
    unit_of_work: UnitOfWork, clock: Clock, look_seconds: float, scheduled: ScheduledJob
) -> Job:
    """Return the job that looks at that interval whether a due time has come."""
    times = DueTimes(unit_of_work, clock, scheduled)
    return Job(scheduled.name, look_seconds, scheduled.bound, times.run)
