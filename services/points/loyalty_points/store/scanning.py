"""Reads of many entries or accounts, one after the other, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from loyalty_chassis.callers import Caller
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from pydantic import TypeAdapter

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.instants import EPOCH
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.past import Step
from loyalty_points.store import conversion
from loyalty_points.store.documents import AccountDocument
from loyalty_points.store.entry_documents import EntryDocument

BATCH = 500
"""Entries read from the database at once."""

_STEP = TypeAdapter(Step)
_STEP_FIELDS = dict.fromkeys(Step.__dataclass_fields__, 1) | {"_id": 0}


def count_between(start: datetime | None, end: datetime, business_id: str = "") -> int:
    """Return how many entries were written from `start`, or the first one, until `end`."""
    return collection_of(EntryDocument).count_documents(_between(start, end, business_id))


def between(start: datetime | None, end: datetime, fields: Sequence[str]) -> Iterator[Document]:
    """Yield these fields of the entries from `start` until `end`, in order of record time."""
    wanted = dict.fromkeys(fields, 1) | {"_id": 0}
    found = collection_of(EntryDocument).find(_between(start, end, ""), wanted)
    return iter(found.sort("record_time", 1).batch_size(BATCH))


def entries_between(
    caller: Caller, start: datetime, end: datetime, business_id: str
) -> Iterator[Entry]:
    """Yield whole entries, in order of record time, then account and sequence."""
    found = collection_of(EntryDocument).find(_between(start, end, business_id))
    ordered = found.sort("record_time", 1).batch_size(BATCH)
    for _, together in groupby(ordered, key=itemgetter("record_time")):
        for document in sorted(together, key=itemgetter("account_id", "sequence")):
            yield conversion.visible_entry(caller, document)


def _between(start: datetime | None, end: datetime, business_id: str) -> dict[str, Any]:
    within = {"record_time": {"$gte": start or EPOCH, "$lt": end}}
    return {**within, "business_id": business_id} if business_id else within


def entries_of(caller: Caller, account_id: str, first: int, last: int) -> Iterator[Entry]:
    """Yield an account's entries of these sequences, both included, oldest first."""
    for start in range(first, last + 1, BATCH):
        within = {"$gte": start, "$lte": min(last, start + BATCH - 1)}
        query = {"account_id": account_id, "sequence": within}
        for document in collection_of(EntryDocument).find(query).sort("sequence", 1):
            yield conversion.visible_entry(caller, document)


def steps(account_id: str, last: int) -> Iterator[Step]:
    """Yield what changed an account, oldest first, up to a sequence."""
    for start in range(1, last + 1, BATCH):
        within = {"$gte": start, "$lte": min(last, start + BATCH - 1)}
        query = {"account_id": account_id, "sequence": within}
        found = collection_of(EntryDocument).find(query, _STEP_FIELDS).sort("sequence", 1)
        for document in found.batch_size(BATCH + 1):  # all of them in one command
            yield _STEP.validate_python(document)


def totals_by_kind(
    account_id: str, start: datetime, end: datetime, business_id: str = ""
) -> list[Document]:
    """Return what an account's entries of a period add up to, by kind, in one command.

    Those of one business only, where it is named. Each with `kind`, `entry_count`,
    `earned_points`, `burned_points`, `moved_points`, and its `first` and `last` sequence.
    """
    found = collection_of(EntryDocument).aggregate(
        [
            {"$match": {"account_id": account_id, **_between(start, end, "")}},
            # By itself: with it in the match above, the embedded database reads all entries.
            {"$match": {"business_id": business_id} if business_id else {}},
            {
                "$group": {
                    "_id": "$kind",
                    "entry_count": {"$sum": 1},
                    "earned_points": {"$sum": "$earned_points"},
                    "burned_points": {"$sum": "$burned_points"},
                    "moved_points": {"$sum": "$moved_points"},
                    "first": {"$min": "$sequence"},
                    "last": {"$max": "$sequence"},
                }
            },
        ]
    )
    return sorted(found, key=itemgetter("_id"))


def last_sequence_before(account_id: str, instant: datetime) -> int:
    """Return the sequence of the last entry written before an instant; 0 if there is none."""
    query = {"account_id": account_id, "record_time": {"$gte": EPOCH, "$lt": instant}}
    order = [("record_time", -1), ("sequence", -1)]
    found = collection_of(EntryDocument).find(query, {"sequence": 1}).sort(order).limit(1)
    return int(next((document["sequence"] for document in found), 0))


def accounts() -> Iterator[Account]:
    """Yield every account."""
    for document in collection_of(AccountDocument).find().batch_size(BATCH):
        yield conversion.account_from_document(document)
