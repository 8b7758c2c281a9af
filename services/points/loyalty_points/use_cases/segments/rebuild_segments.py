"""Derives segments again from the journal, while events go on keeping them.

What is kept is read first, then the journal, and nothing is written where events changed what
is kept meanwhile: so what was derived holds every event that was handled. How far each
account was read is kept with it, so that events of these entries, which may still be on their
way, change nothing afterwards. It may be broken off anywhere, and be done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import LostRace, Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.segments import Bought
from loyalty_points.store import reading, segments, tier_sweeps
from loyalty_points.store.segments import Kept
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.reckoning import Moment, day_of, reckoned
from loyalty_points.use_cases.segments.segments_of_event import Change, returned, through_key

MEMBERS_PER_STRETCH = 100
SECONDS_PER_MEMBER = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    rebuilt_member_count: int
    changed_member_count: int
    """Of these, those of whom something else had been kept."""
    next_time: datetime
    """Members enrolled before this have had their turn."""
    is_done: bool = False


def rebuild_segments(parts: Parts, call: Call, start: datetime) -> Iterator[Progress]:
    """Derive the segments of all members enrolled from `start` on; yield how far it is.

    In order of enrolment, so that what was broken off goes on from there. Raises NotGranted,
    ProgramNotFound or Conflict.
    """
    call.caller.require_group()
    parts.book.in_force(parts.clock())
    progress, end = Progress(0, 0, start), parts.clock()
    while progress.next_time <= end:
        stretch = tier_sweeps.read_enrolled(progress.next_time, end, MEMBERS_PER_STRETCH)
        changed = [_rebuilt(parts, member.member_id) for member in stretch.members]
        progress = Progress(
            progress.rebuilt_member_count + len(changed),
            progress.changed_member_count + sum(changed),
            stretch.next_time,
        )
        yield progress
    yield replace(progress, is_done=True)


def _rebuilt(parts: Parts, member_id: str) -> bool:
    return retrying(lambda: rebuild_member(parts, member_id), SECONDS_PER_MEMBER)


def rebuild_member(parts: Parts, member_id: str) -> bool:
    """Derive one member's segments; tell whether something else had been kept.

    Raises LostRace where the member or what is kept of them changed meanwhile.
    """
    member_ids = _ids(reading.read_member_itself(member_id))
    everything = [segments.open_kept(parts.unit_of_work, each) for each in member_ids]
    member, (kept, *merged) = reading.read_member_itself(member_id), everything
    if member.close_time or member.merged_into:
        return False  # of whom events erase what is kept, or carry it on
    if _ids(member) != member_ids or kept.is_gone:
        raise LostRace("member")
    bought, through = _derived(parts, member)
    moment = Moment.of(parts)
    after = replace(kept, bought=bought, through=through)
    writes, codes = reckoned(moment, kept, after, member)
    away: list[Write] = [
        segments.save_kept(each, each.gone()) for each in merged if not each.is_gone
    ]
    kept_before = _together([kept, *merged])
    for each in (kept_before, bought):
        each.fold(moment.today)
    parts.unit_of_work.commit([*away, *writes])
    return bought != kept_before or codes != member.segments


def _ids(member: Member) -> tuple[str, ...]:
    return (member.member_id, *member.merged_member_ids)


def _together(everything: list[Kept]) -> Bought:
    together = Bought()
    for kept in everything:
        together.add_all(kept.bought)
    return together


def _derived(parts: Parts, member: Member) -> tuple[Bought, dict[str, int]]:
    """Return what the journal says that a member bought, and how far it was read."""
    member_ids, bought, through = _ids(member), Bought(), dict[str, int]()
    own = (*member_ids, *member.shared_account_ids, member.account_id or member.member_id)
    for account_id in dict.fromkeys(own):
        last = reading.read_account_itself(account_id).sequence
        for entry in segments.bought_entries(account_id, last):
            if entry["member_id"] in member_ids:
                change = _change(parts, entry)
                bought.add(
                    change.business_id, change.day, change.purchase_count, change.net_amount_minor
                )
        through |= {through_key(each, account_id): last for each in member_ids}
    return bought, through


def _change(parts: Parts, entry: Document) -> Change:
    if entry["kind"] == EntryKind.PURCHASE.value:
        day = day_of(parts, entry["event_time"], entry["record_time"])
        amount = int(entry["purchase"]["total_amount_minor"])
        return Change(entry["business_id"], day, 1, amount)
    reversal = entry["reversal"]
    amount = -sum(int(line["amount_minor"]) for line in reversal["lines"])
    return returned(parts, reversal["entry_id"], amount, is_complete=reversal["is_complete"])
