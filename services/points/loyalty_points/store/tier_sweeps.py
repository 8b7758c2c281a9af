"""Which programs' tiers are yet to be taken up by members, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.writes import Delete, Insert, Update

from loyalty_points.domain.instants import EPOCH, MILLISECOND
from loyalty_points.domain.members.member import Member
from loyalty_points.store import conversion
from loyalty_points.store.documents import MemberDocument


class TierSweepDocument(me.Document):
    """How far a program's sweep is. `_id` is the program's version; gone when it is done."""

    version = StrictIntField(primary_key=True)
    due_time = me.DateTimeField(required=True)
    next_time = me.DateTimeField(required=True)
    left_ids = me.ListField(me.StringField())

    meta: ClassVar[dict[str, Any]] = {
        "collection": "tier_sweeps",
        "auto_create_index": False,
        "strict": False,
    }


@dataclass(frozen=True, slots=True)
class TierSweep:
    """A way through all members, in order of when they were enrolled."""

    version: int
    due_time: datetime
    """When the program is in force: members enrolled later know no other."""
    next_time: datetime = EPOCH
    """Members enrolled before this have had their turn."""
    left_ids: tuple[str, ...] = ()
    """Of those, the ones that could not be reckoned; they are tried again at the end."""

    @property
    def is_through(self) -> bool:
        """Whether all have had their turn."""
        return self.next_time > self.due_time


@dataclass(frozen=True, slots=True)
class Stretch:
    """Members who were enrolled one after the other."""

    members: Sequence[Member]
    next_time: datetime
    """Nobody enrolled before this is left out."""


def insert_sweep(sweep: TierSweep) -> Insert:
    """Order a sweep."""
    return Insert(TierSweepDocument, ({"_id": sweep.version, **_fields(sweep)},))


def update_sweep(before: TierSweep, after: TierSweep) -> Update:
    """Remember how far it is, if nobody went on in the meantime."""
    return Update(TierSweepDocument, _guard(before), {"$set": _fields(after)})


def delete_sweep(sweep: TierSweep) -> Delete:
    """Forget a sweep that is done."""
    return Delete(TierSweepDocument, _guard(sweep))


def read_due_sweeps(now: datetime) -> list[TierSweep]:
    """Return the sweeps that are due, the longest due first."""
    sweeps = [
        TierSweep(
            int(found["_id"]), found["due_time"], found["next_time"], tuple(found["left_ids"])
        )
        for found in collection_of(TierSweepDocument).find()  # as few as programs to come
    ]
    due = [each for each in sweeps if each.due_time <= now]
    return sorted(due, key=lambda each: (each.due_time, each.version))


def read_stretch(sweep: TierSweep, count: int) -> Stretch:
    """Return the next members of a sweep, about `count`."""
    return read_enrolled(sweep.next_time, sweep.due_time, count)


def read_enrolled(start: datetime, end: datetime, count: int) -> Stretch:
    """Return about `count` members, the first from `start` to `end`, both included.

    Equal instants are never parted, so an instant is all that has to be remembered.
    """
    within = {"enroll_time": {"$gte": start, "$lt": end + MILLISECOND}}
    found = _members(within, count + 1)
    if len(found) <= count:
        return Stretch(found, end + MILLISECOND)
    first, last = found[0].enroll_time, found[-1].enroll_time
    if first == last:
        return Stretch(_members({"enroll_time": first}, 0), first + MILLISECOND)
    return Stretch([each for each in found if each.enroll_time < last], last)


def _members(query: Document, count: int) -> list[Member]:
    """Return members in order of when they were enrolled; all for a count of 0."""
    found = collection_of(MemberDocument).find(query).sort("enroll_time", 1).limit(count)
    return [conversion.member_from_document(document) for document in found]


def _guard(sweep: TierSweep) -> Document:
    return {
        "_id": sweep.version,
        "next_time": sweep.next_time,
        "left_ids": list(sweep.left_ids),
    }


def _fields(sweep: TierSweep) -> Document:
    return {
        "due_time": sweep.due_time,
        "next_time": sweep.next_time,
        "left_ids": list(sweep.left_ids),
    }
