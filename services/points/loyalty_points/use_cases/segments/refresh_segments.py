"""Lets segments follow from time, and from a program that says something else of them.

A member who does not buy becomes at risk and is lost by time alone; on which day is kept with
what they bought. It may come late, twice, or from several workers at once: what is not due
any more is not written.
"""

from __future__ import annotations

from functools import partial

from loyalty_chassis.storage.retrying import retrying

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.store import reading, segments
from loyalty_points.use_cases.each_or_left import each_or_left
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.reckoning import Moment, reckoned, same_since_ms

SECONDS_PER_MEMBER = 10.0


def refresh_segments(parts: Parts, members_max: int, left: set[str]) -> int:
    """Reckon the segments of up to so many members anew; return of how many.

    One that cannot be reckoned is noted in `left`, and is tried again once nothing else is
    due.
    """
    try:
        today, since_ms = Moment.of(parts).today, same_since_ms(parts)
    except ProgramNotFound:  # nothing is published yet, and nothing bought
        return 0

    def refreshed(member_id: str) -> bool:
        retrying(lambda: refresh_member(parts, member_id), SECONDS_PER_MEMBER)
        return True

    find = partial(segments.due_member_ids, today, since_ms)
    return each_or_left(find, refreshed, members_max, left, "segments cannot be reckoned")


def refresh_member(parts: Parts, member_id: str) -> None:
    """Reckon one member's segments as of now. Raises LostRace or ProgramNotFound."""
    kept = segments.read_kept(member_id)
    if kept is None or kept.is_gone:
        return
    member = reading.read_member_itself(member_id)
    if member.merged_into or member.close_time:  # the event that says so is on its way
        parts.unit_of_work.commit([segments.put_off(kept)])
        return
    writes, _ = reckoned(Moment.of(parts), kept, kept, member)
    parts.unit_of_work.commit(writes)
