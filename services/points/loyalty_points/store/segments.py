"""Reads and writes of what segments follow from, and the entries that it is derived from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.shared_reads import SharedReads
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Update

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.members.segments import Bought
from loyalty_points.store.documents import MemberDocument
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.store.segment_documents import SegmentDocument

BATCH = 500
"""Entries read from the database at once."""
GONE_MS = -1
_KINDS = frozenset({EntryKind.PURCHASE.value, EntryKind.PURCHASE_REVERSED.value})
_FIELDS = dict.fromkeys(
    (
        "account_id",
        "member_id",
        "sequence",
        "kind",
        "business_id",
        "event_time",
        "record_time",
        "purchase",
        "reversal",
    ),
    1,
)

_kept = SharedReads(SegmentDocument)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one member, as read."""

    member_id: str
    version: int = 0
    is_gone: bool = False
    bought: Bought = field(default_factory=Bought)
    through: dict[str, int] = field(default_factory=dict)
    """By member and account, the last entry that was taken in when it was derived from the
    journal: events of these entries change nothing."""
    due_day: str = ""
    reckoned_ms: int = 0

    def gone(self) -> Kept:
        """Return what is kept of a member who is gone."""
        return Kept(self.member_id, self.version, is_gone=True, reckoned_ms=GONE_MS)


def read_kept(member_id: str) -> Kept | None:
    """Return what is kept of a member, or None if nothing ever was."""
    found = _kept.find(member_id)
    return None if found is None else _from_document(found)


def open_kept(unit_of_work: UnitOfWork, member_id: str) -> Kept:
    """Return what is kept of a member; an empty document is there from now on where none was.

    So two who are the first to write meet at its version, as all others do.
    """
    found = read_kept(member_id)
    if found is not None:
        return found
    empty = Kept(member_id)
    with suppress(DuplicateKey):
        unit_of_work.insert(SegmentDocument, {"_id": member_id, **_fields(empty)})
        return empty
    return read_kept(member_id) or empty


def save_kept(before: Kept, after: Kept) -> Update:
    """Keep what a member bought, if it is still as it was read."""
    fields = _fields(replace(after, version=before.version + 1))
    guard = {"_id": before.member_id, "version": before.version}
    return Update(SegmentDocument, guard, {"$set": fields})


def put_off(kept: Kept) -> Update:
    """Let nothing be due of a member, if what is kept is still as it was read."""
    return save_kept(kept, replace(kept, due_day="", reckoned_ms=GONE_MS))


def save_segments(member: Member, segments: tuple[str, ...]) -> Update:
    """Let a member be in these segments, if the member is still as read.

    The version stays, so that no purchase has to be reckoned again for it.
    """
    guard = {"_id": member.member_id, "version": member.version}
    return Update(MemberDocument, guard, {"$set": {"segments": list(segments)}})


def due_member_ids(today: date, since_ms: int, count: int) -> list[str]:
    """Return about `count` ids of members whose segments time or a program may have changed.

    Those whose day has come by `today`, and those reckoned by a program before `since_ms`.
    """
    day: Document = {"due_day": {"$gt": "", "$lte": today.isoformat()}}
    program: Document = {"reckoned_ms": {"$gte": 0, "$lt": since_ms}}
    found = [
        document["_id"]
        for query, order in ((day, "due_day"), (program, "reckoned_ms"))
        for document in collection_of(SegmentDocument)
        .find(query, {"_id": 1})
        .sort(order, 1)
        .limit(count)
    ]
    return list(dict.fromkeys(found))[:count]


def bought_entries(account_id: str, last: int) -> Iterator[Document]:
    """Yield an account's purchases and returns up to a sequence, oldest first, in batches."""
    for start in range(1, last + 1, BATCH):
        within = {"$gte": start, "$lte": min(last, start + BATCH - 1)}
        query = {"account_id": account_id, "sequence": within}
        for found in collection_of(EntryDocument).find(query, _FIELDS).sort("sequence", 1):
            if found["kind"] in _KINDS:
                yield found


def _fields(kept: Kept) -> dict[str, Any]:
    return {
        "version": kept.version,
        "is_gone": kept.is_gone,
        "days": {
            business_id: {day: list(sums) for day, sums in days.items()}
            for business_id, days in kept.bought.days.items()
        },
        "earlier": dict(kept.bought.earlier),
        "through": dict(kept.through),
        "due_day": kept.due_day,
        "reckoned_ms": kept.reckoned_ms,
    }


def _from_document(document: Document) -> Kept:
    days = {
        business_id: {day: (int(count), int(net)) for day, (count, net) in found.items()}
        for business_id, found in document["days"].items()
    }
    earlier = {business_id: int(count) for business_id, count in document["earlier"].items()}
    return Kept(
        document["_id"],
        int(document["version"]),
        is_gone=document["is_gone"],
        bought=Bought(days, earlier),
        through={name: int(sequence) for name, sequence in document["through"].items()},
        due_day=document["due_day"],
        reckoned_ms=int(document["reckoned_ms"]),
    )
