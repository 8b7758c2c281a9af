"""Lets members who do not buy take up the tiers of a program that has come into force.

A purchase reckons the tier by the program of its time, and plans the next review. Who never
buys again would keep a tier that the program lets lapse, and miss one that it begins with. So
all members are gone through once, in stretches, and how far that is is remembered. A stretch
may be done twice, by several workers, or be broken off anywhere: what a member has taken up
changes nothing the second time, and all is reckoned as of when the program came into force.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from random import shuffle

import structlog
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import LostRace

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import MILLISECOND
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tiers import bring_up_to, take_up
from loyalty_points.store import tier_sweeps
from loyalty_points.store.tier_sweeps import TierSweep
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts

MEMBERS_PER_STRETCH = 100
LEFT_MAX = 1_000
"""Members that can be left for later; with more, something else is wrong."""
SECONDS_PER_MEMBER = 10.0

logger = structlog.get_logger()


def sweep_tiers(parts: Parts, stretches_max: int) -> int:
    """Go through up to so many stretches of members; return how many."""
    done = 0
    while done < stretches_max:
        due = tier_sweeps.read_due_sweeps(parts.clock())
        sweep = next((each for each in due if not each.is_through), None)
        if sweep is None:
            for through in due:
                _try_left_again(parts, through)
            break
        _go_through(parts, sweep)
        done += 1
    return done


def _go_through(parts: Parts, sweep: TierSweep) -> None:
    program = parts.book.in_force(parts.clock())
    if _has_same_tiers(parts, parts.book.version(sweep.version)):
        _go_on(parts, sweep, None)
        return
    stretch = tier_sweeps.read_stretch(sweep, MEMBERS_PER_STRETCH)
    wanting = [each.member_id for each in stretch.members if _wants(parts, program, each)]
    shuffle(wanting)  # so that two workers seldom want the same
    left = (*sweep.left_ids, *_reckon_all(parts, wanting))
    if len(left) > LEFT_MAX:
        raise RuntimeError(f"{len(left)} members cannot take up the tiers of a program")
    after = replace(sweep, next_time=stretch.next_time, left_ids=left)
    _go_on(parts, sweep, None if after.is_through and not left else after)


def _try_left_again(parts: Parts, sweep: TierSweep) -> None:
    left = tuple(_reckon_all(parts, sweep.left_ids))
    if left != sweep.left_ids:
        _go_on(parts, sweep, replace(sweep, left_ids=left) if left else None)


def _go_on(parts: Parts, before: TierSweep, after: TierSweep | None) -> None:
    write = tier_sweeps.update_sweep(before, after) if after else tier_sweeps.delete_sweep(before)
    with suppress(LostRace):  # another worker did the same stretch
        parts.unit_of_work.commit([write])


def _reckon_all(parts: Parts, member_ids: Iterable[str]) -> list[str]:
    """Let each take up the program in force; return those who could not."""
    left = []
    for member_id in member_ids:
        try:
            retrying(partial(reckon, parts, member_id), SECONDS_PER_MEMBER)
        except Exception:  # one member must not keep all others waiting
            logger.exception("tier cannot be reckoned", member_id=member_id)
            left.append(member_id)
    return left


def reckon(parts: Parts, member_id: str) -> bool:
    """Write down what the program in force makes of a tier; tell whether it is anything.

    Raises LostRace.
    """
    draft = journal.Draft.read_account(member_id, parts.clock)
    program = parts.book.in_force(draft.now)
    if not _wants(parts, program, draft.member):
        return False
    entry = journal.new_entry(draft, EntryKind.TIER_REVIEWED, journal.by_time(), "")
    event_time = min(program.effective_time, draft.now)
    journal.append(parts, draft, replace(entry, event_time=event_time), None)
    return True


def _wants(parts: Parts, program: Program, member: Member) -> bool:
    """Let a member take up a program; tell whether that changed anything."""
    if member.merged_into or member.close_time:
        return False
    since = max(program.effective_time, member.enroll_time)
    bring_up_to(since, parts.book.in_force, member)
    return take_up(program, member, since)


def _has_same_tiers(parts: Parts, program: Program) -> bool:
    """Tell whether tiers are what they were before the program."""
    return _terms(program) == _terms(_before(parts, program.effective_time))


def _before(parts: Parts, instant: datetime) -> Program | None:
    try:
        return parts.book.in_force(instant - MILLISECOND)
    except ProgramNotFound:
        return None


def _terms(program: Program | None) -> object:
    if program is None:
        return None
    return program.tiers, program.tier_policy, program.tier_window_days, program.time_zone
