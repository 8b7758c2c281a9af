"""Lets segments follow from time, and from a program that says something else of them.

A member who does not buy becomes at risk and is lost by time alone; on which day is kept with
what they bought. It may come late, twice, or from several workers at once: what is not due
any more is not written.
"""

from __future__ import annotations

from random import shuffle

import structlog
from loyalty_chassis.errors import Conflict
from loyalty_chassis.storage.transactions import retrying

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.store import reading, segments
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.reckoning import Moment, reckoned, same_since_ms

SECONDS_PER_MEMBER = 10.0

logger = structlog.get_logger()


def refresh_segments(parts: Parts, members_max: int, left: set[str]) -> int:
    """Reckon the segments of up to so many members anew; return of how many.

    One that cannot be reckoned is noted in `left`, and is tried again once nothing else is
    due.
    """
    try:
        today, since_ms = Moment.of(parts).today, same_since_ms(parts)
    except ProgramNotFound:  # nothing is published yet, and nothing bought
        return 0
    found = segments.due_member_ids(today, since_ms, members_max + len(left))
    chosen = [each for each in found if each not in left][:members_max]
    shuffle(chosen)  # so that two workers seldom want the same
    done = sum(_refresh_or_leave(parts, member_id, left) for member_id in chosen)
    if not done:
        left.clear()
    return done


def _refresh_or_leave(parts: Parts, member_id: str, left: set[str]) -> bool:
    try:
        retrying(lambda: refresh_member(parts, member_id), SECONDS_PER_MEMBER)
    except Conflict:  # others keep changing the member
        left.add(member_id)
        return False
    except Exception:  # one member must not keep all others waiting
        logger.exception("segments cannot be reckoned", member_id=member_id)
        left.add(member_id)
        return False
    return True


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
