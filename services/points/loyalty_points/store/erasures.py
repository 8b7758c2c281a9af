"""What is still to be erased of members who were closed, and the erasing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.writes import Delete, Insert, Update

from loyalty_points.store.entry_documents import EntryDocument


class ErasureDocument(me.Document):
    """How far the erasing of a closed member is. `_id` is the member's; gone when it is done."""

    erasure_id = me.StringField(primary_key=True)
    member_ids = me.ListField(me.StringField())
    account_ids = me.ListField(me.StringField())
    sequence = StrictIntField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "erasures",
        "auto_create_index": False,
        "strict": False,
    }


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is left to erase."""

    member_id: str
    member_ids: tuple[str, ...]
    """The member, and those who were found to be them."""
    account_ids: tuple[str, ...]
    """The accounts that may hold entries of theirs; the first is being worked on."""
    sequence: int = 0
    """The last entry of the first account that was looked at."""


def insert_erasure(erasure: Erasure) -> Insert:
    """Order the erasing."""
    return Insert(ErasureDocument, ({"_id": erasure.member_id, **_fields(erasure)},))


def update_erasure(before: Erasure, after: Erasure) -> Update:
    """Remember how far it is, if nobody went on in the meantime."""
    return Update(ErasureDocument, _guard(before), {"$set": _fields(after)})


def delete_erasure(erasure: Erasure) -> Delete:
    """Forget an erasure that is done."""
    return Delete(ErasureDocument, _guard(erasure))


def read_erasures(count: int) -> list[Erasure]:
    """Return up to so many erasures that are not done, in order of members' ids."""
    cursor = collection_of(ErasureDocument).find().sort("_id", 1).limit(count)
    return [
        Erasure(
            found["_id"],
            tuple(found["member_ids"]),
            tuple(found["account_ids"]),
            int(found["sequence"]),
        )
        for found in cursor
    ]


def entries_to_erase(erasure: Erasure, count: int) -> list[Document]:
    """Return kind, request and client of the next entries of the first account, in order."""
    within = {"$gt": erasure.sequence, "$lte": erasure.sequence + count}
    query = {"account_id": erasure.account_ids[0], "sequence": within}
    shown = dict.fromkeys(("sequence", "member_id", "kind", "request_id", "client_id"), 1)
    return list(collection_of(EntryDocument).find(query, shown).sort("sequence", 1))


def erase_seen(entry_ids: Sequence[str]) -> Update:
    """Erase what rules saw of the member; the entries' signatures do not need it."""
    guard = {"_id": {"$in": list(entry_ids)}, "seen": {"$ne": None}}
    return Update(EntryDocument, guard, {"$set": {"seen": None}})


def erase_answers(request_keys: Sequence[str]) -> Update:
    """Erase what was answered, and let it be known that it was."""
    guard = {"_id": {"$in": list(request_keys)}, "answer": {"$ne": None}}
    return Update(RequestDocument, guard, {"$set": {"answer": None}})


def _guard(erasure: Erasure) -> Document:
    return {
        "_id": erasure.member_id,
        "sequence": erasure.sequence,
        "account_ids": list(erasure.account_ids),
    }


def _fields(erasure: Erasure) -> Document:
    return {
        "member_ids": list(erasure.member_ids),
        "account_ids": list(erasure.account_ids),
        "sequence": erasure.sequence,
    }
