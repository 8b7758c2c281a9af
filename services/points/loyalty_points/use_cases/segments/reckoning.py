"""Reckons a member's segments from what they bought, by the program in force."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime

from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import MILLISECOND, local_date, to_ms
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.segments import Bought, Terms, next_change, segments_of
from loyalty_points.domain.programs.program import Program
from loyalty_points.store import segments
from loyalty_points.store.segments import Kept
from loyalty_points.use_cases.parts import Parts


@dataclass(frozen=True, slots=True)
class Moment:
    """When segments are reckoned, and by what."""

    terms: Terms
    today: date
    """In the program's zone."""
    reckoned_ms: int
    """From when on the program is in force."""

    @classmethod
    def of(cls, parts: Parts) -> Moment:
        """Return the present. Raises ProgramNotFound."""
        now = parts.clock()
        program = parts.book.in_force(now)
        today = local_date(now, program.time_zone)
        return cls(terms_of(program), today, to_ms(program.effective_time))


def terms_of(program: Program) -> Terms:
    """Return what a program says that segments follow from."""
    currencies = {each.business_id: each.currency_code for each in program.businesses}
    return Terms(program.segment_policy, currencies, program.time_zone)


def same_since_ms(parts: Parts) -> int:
    """Return since when programs have said the same of segments. Raises ProgramNotFound."""
    program = parts.book.in_force(parts.clock())
    while True:
        try:
            before = parts.book.in_force(program.effective_time - MILLISECOND)
        except ProgramNotFound:
            return to_ms(program.effective_time)
        if terms_of(before) != terms_of(program):
            return to_ms(program.effective_time)
        program = before


def day_of(parts: Parts, purchase_time: datetime, record_time: datetime) -> str:
    """Return the local day of a purchase, "YYYY-MM-DD": the same whenever it is asked.

    By the program in force then; a till's clock may run ahead of a program to come.
    """
    program = parts.book.in_force(min(purchase_time, record_time))
    return local_date(purchase_time, program.time_zone).isoformat()


def reckoned(
    moment: Moment, before: Kept, after: Kept, member: Member
) -> tuple[Sequence[Write], tuple[str, ...]]:
    """Return the writes that keep what a member bought and the segments, and the segments.

    The member is written only where these changed.
    """
    bought = Bought(deepcopy(after.bought.days), dict(after.bought.earlier))
    bought.fold(moment.today)
    codes = segments_of(bought, moment.terms, moment.today)
    due = next_change(bought, moment.terms, moment.today)
    kept = replace(
        after,
        bought=bought,
        due_day=due.isoformat() if due else "",
        reckoned_ms=moment.reckoned_ms,
    )
    writes: list[Write] = [segments.save_kept(before, kept)]
    if codes != member.segments:
        writes.append(segments.save_segments(member, codes))
    return writes, codes
