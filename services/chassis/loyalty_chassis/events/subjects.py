"""How far an ordered consumer is with each subject, guarded so that only one goes on at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.events.deliveries import Delivery, read_lane_heads
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Insert, LostRace, Update, Write


class Overtaken(Exception):
    """A later event of the subject was handled already."""


class SubjectDocument(me.Document):
    """How far a consumer is with a subject. `_id` is consumer and subject."""

    key = me.StringField(primary_key=True)
    sequence = StrictIntField(required=True)
    waiting = StrictIntField(required=True)
    version = StrictIntField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "event_subjects",
        "auto_create_index": False,
        "strict": False,
    }


@dataclass(frozen=True, slots=True)
class Subject:
    """How far a consumer is with a subject, as it was read."""

    lane: str
    """Consumer and subject."""
    sequence: int = 0
    """The highest that was handled; 0 before the first."""
    waiting: int = 0
    """Deliveries that stand in the lane."""
    version: int = 0
    """Rises with every change; 0 before the first."""

    def reached(self, sequence: int) -> Subject:
        """Return it after an event of that sequence was handled."""
        return replace(self, sequence=max(self.sequence, sequence))

    def with_waiting(self, change: int) -> Subject:
        """Return it after deliveries came or went."""
        return replace(self, waiting=self.waiting + change)


def lane_of(consumer: str, subject: str) -> str:
    """Return the name of a subject's lane at a consumer."""
    return f"{consumer}|{subject}"


def read_subject(lane: str) -> Subject:
    """Return how far the consumer is."""
    found = collection_of(SubjectDocument).find_one({"_id": lane})
    if found is None:
        return Subject(lane)
    return Subject(lane, int(found["sequence"]), int(found["waiting"]), int(found["version"]))


def save_subject(before: Subject, after: Subject) -> Insert | Update:
    """Return the write of a change: it fails where another worker went on meanwhile.

    Committing it raises LostRace then, or DuplicateKey for the first of a subject.
    """
    fields: Document = {"sequence": after.sequence, "waiting": after.waiting}
    if not before.version:
        return Insert(SubjectDocument, ({"_id": before.lane, "version": 1, **fields},))
    guard = {"_id": before.lane, "version": before.version}
    return Update(SubjectDocument, guard, {"$set": {**fields, "version": before.version + 1}})


def read_lane(lane: str) -> tuple[Subject, Delivery | None]:
    """Return how far the consumer is, and the first of those that wait. Raises LostRace."""
    subject = read_subject(lane)
    return subject, head_of(subject)


def head_of(subject: Subject) -> Delivery | None:
    """Return the first of those that wait. Raises LostRace where it went meanwhile."""
    if not subject.waiting:
        return None
    heads = read_lane_heads(subject.lane, 1)
    if not heads:
        raise LostRace(subject.lane)
    return heads[0]


def require_turn(subject: Subject, sequence: int) -> None:
    """Raise Overtaken where a later one was handled."""
    if sequence < subject.sequence:
        raise Overtaken(f"came after {subject.sequence} was handled")


def commit_ordered(unit_of_work: UnitOfWork, *writes: Write) -> None:
    """Commit with a subject's change; its first, where another was faster, is a lost race."""
    try:
        unit_of_work.commit(writes)
    except DuplicateKey as duplicate:
        if duplicate.model is SubjectDocument:
            raise LostRace("the subject's first event") from duplicate
        raise
