"""Many members like one, written fast and yet real.

One is made by calls. The others are its documents with another id in them, their journals
signed anew, so that the service's own audit must find them right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bson
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store import conversion
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument
from ulid import ULID

BATCH = 50
"""Members inserted at once."""
_CODEC: Any = bson.CodecOptions(tz_aware=True)


class Template:
    """A member to make others like."""

    def __init__(self, member_id: str, journal_key: bytes) -> None:
        """Read all there is of that member."""
        self._id = member_id.encode()
        self._key = journal_key
        self._account = self._read(AccountDocument)
        self._member = self._read(MemberDocument)
        entries = collection_of(EntryDocument).find({"account_id": member_id}).sort("sequence", 1)
        self._entries = [bson.encode(entry) for entry in entries]

    def _read(self, model: type) -> bytes:
        found = collection_of(model).find_one({"_id": self._id.decode()})
        if found is None:
            raise LookupError("there is no such member")
        return bytes(bson.encode(found))

    def clone(self, count: int) -> list[str]:
        """Make so many members; return their ids."""
        made = [str(ULID()) for _ in range(count)]
        for start in range(0, count, BATCH):
            self._insert(made[start : start + BATCH])
        return made

    def _insert(self, member_ids: list[str]) -> None:
        accounts, entries = [], []
        for member_id in member_ids:
            account, journal = self._as(self._account, member_id), list(self._journal(member_id))
            account["chain_head"] = journal[-1]["chain_hash"]
            accounts.append(account)
            entries += journal
        collection_of(EntryDocument).insert_many(entries)
        collection_of(MemberDocument).insert_many([self._as(self._member, m) for m in member_ids])
        collection_of(AccountDocument).insert_many(accounts)

    def _journal(self, member_id: str) -> Iterator[dict[str, Any]]:
        head: str | None = None
        for data in self._entries:
            entry = self._as(data, member_id)
            if head is not None:
                entry["previous_hash"] = head
            entry["seen_hash"] = conversion.seen_hash(self._key, entry)
            head = entry["chain_hash"] = conversion.chain_hash(self._key, entry)
            yield entry

    def _as(self, data: bytes, member_id: str) -> dict[str, Any]:
        """Return a document as that member's; ids are of one length."""
        return dict(bson.decode(data.replace(self._id, member_id.encode()), _CODEC))
