"""On which instants the journeys that go by days are looked for: once a local day."""

from __future__ import annotations

from datetime import datetime, timedelta

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journeys.journey import JourneyPolicy
from loyalty_points.domain.journeys.reach import at_time_of_day
from loyalty_points.use_cases.programs.program_book import ProgramBook

NO_PROGRAM_ZONE = "UTC"


class RunDays:
    """A schedule: every day at the time that the program in force says, in its zone."""

    def __init__(self, book: ProgramBook) -> None:
        """Ask that book."""
        self._book = book

    def next_after(self, instant: datetime) -> datetime:
        """Return the first run that is later than an instant."""
        zone_name, policy = self._said_at(instant)
        day = local_date(instant, zone_name)
        while (run := at_time_of_day(day, policy.run_at, zone_name)) <= instant:
            day += timedelta(days=1)
        return run

    def _said_at(self, instant: datetime) -> tuple[str, JourneyPolicy]:
        try:
            program = self._book.in_force(instant)
        except ProgramNotFound:  # nothing is published yet; the days are counted all the same
            return NO_PROGRAM_ZONE, JourneyPolicy()
        return program.time_zone, program.journey_policy
