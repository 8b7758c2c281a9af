"""Whom journeys are to reach: found, kept, waiting, and how often they were within a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zlib import crc32

from loyalty_chassis.events.marks import MarkedRecords
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Insert, Update, Write
from pydantic import TypeAdapter

from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journeys.reach import Outcome, Reach
from loyalty_points.domain.members.member import Member
from loyalty_points.store import conversion
from loyalty_points.store.documents import MemberDocument
from loyalty_points.store.journey_documents import ReachDocument, ReachWeekDocument

_REACH = TypeAdapter(Reach)
_NOT_IN_REACH = frozenset({"_id", "waiting_ms"})
SPREAD_MS = 1000
"""Those of a day are due at one instant; with one mark they could only be read all at once."""


def members_marked(marks: Sequence[str]) -> Iterator[Member]:
    """Yield every member with one of these day marks, in no particular order."""
    if marks:
        for found in collection_of(MemberDocument).find({"day_marks": {"$in": list(marks)}}):
            yield conversion.member_from_document(found)


def all_members() -> Iterator[Member]:
    """Yield every member who is nobody else by now, in no particular order."""
    for found in collection_of(MemberDocument).find():
        member = conversion.member_from_document(found)
        if not member.merged_into and not member.close_time:
            yield member


def insert_reach(reach: Reach) -> Insert:
    """Keep a reach; DuplicateKey where it is there already."""
    return Insert(ReachDocument, (_to_document(reach),))


def keep_reach(unit_of_work: UnitOfWork, reach: Reach) -> bool:
    """Keep a reach by itself; tell whether it was not there yet."""
    try:
        unit_of_work.insert(ReachDocument, _to_document(reach))
    except DuplicateKey:
        return False
    return True


def read_reach(reach_id: str) -> Reach | None:
    """Return a reach, or None if there is none."""
    found = collection_of(ReachDocument).find_one({"_id": reach_id})
    return None if found is None else _from_document(found)


def reaches_of(member_id: str, until: datetime, count: int) -> list[Reach]:
    """Return up to so many reaches of a member due until an instant, the latest due first."""
    query = {"member_id": member_id, "due_time": {"$lte": until}}
    found = collection_of(ReachDocument).find(query).sort("due_time", -1)
    return [_from_document(each) for each in found.limit(count)]


def waiting_reaches(journey_id: str) -> Iterator[Reach]:
    """Yield the reaches of a journey that wait. Costs in proportion to all that wait."""
    for found in collection_of(ReachDocument).find({"waiting_ms": {"$gte": 0}}):
        if found["journey_id"] == journey_id:
            yield _from_document(found)


def decide(before: Reach, after: Reach) -> Update:
    """Keep what came of a reach, or that it waits longer, if it is still as it was read."""
    fields = _to_document(after)
    del fields["_id"]
    guard = {"_id": before.reach_id, "waiting_ms": _mark_of(before)}
    change: Document = {"$set": fields}
    if "waiting_ms" not in fields:
        change["$unset"] = {"waiting_ms": ""}
    return Update(ReachDocument, guard, change)


def read_week(member_id: str, week: str) -> int:
    """Return how often a member was reached within a week."""
    found = collection_of(ReachWeekDocument).find_one({"_id": f"{member_id}|{week}"})
    return int(found["count"]) if found else 0


def count_week(member_id: str, week: str, before: int) -> Write:
    """Count one more, if it is still as it was read."""
    week_id = f"{member_id}|{week}"
    if not before:
        return Insert(ReachWeekDocument, ({"_id": week_id, "count": 1},))
    return Update(ReachWeekDocument, {"_id": week_id, "count": before}, {"$inc": {"count": 1}})


class WaitingReaches:
    """The reaches that wait, the longest due first; those not due yet are read along."""

    def __init__(self) -> None:
        """Read from the collection of reaches."""
        self._marked = MarkedRecords(ReachDocument, "waiting_ms")

    def due(self, now_ms: int, count: int) -> list[Reach]:
        """Return up to `count` that are due."""
        found = [_from_document(each) for each in self._marked.read(count)]
        return [each for each in found if to_ms(each.due_time) <= now_ms][:count]


def _to_document(reach: Reach) -> Document:
    document: Document = {"_id": reach.reach_id, **_REACH.dump_python(reach)}
    document["outcome"] = reach.outcome.value
    if reach.outcome is Outcome.WAITING:
        document["waiting_ms"] = _mark_of(reach)
    return document


def _mark_of(reach: Reach) -> int:
    """Return when a reach is due, in milliseconds, and up to a second more."""
    return to_ms(reach.due_time) + crc32(reach.reach_id.encode()) % SPREAD_MS


def _from_document(document: Document) -> Reach:
    fields = {name: value for name, value in document.items() if name not in _NOT_IN_REACH}
    return _REACH.validate_python(fields)
