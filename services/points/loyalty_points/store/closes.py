"""Closed periods, read and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from loyalty_chassis.canonical import keyed_digest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Insert
from pydantic import TypeAdapter

from loyalty_points.domain.clearing.clearing import ClosedPeriod
from loyalty_points.store.clearing_documents import ClearingCloseDocument, ClearingHeadsDocument

HEADS_PER_DOCUMENT = 1000
Head = tuple[int, str]
"""Sequence and chain hash of an account's last entry."""

_CLOSE = TypeAdapter(ClosedPeriod)
_KEYS = frozenset({"_id", "next_day"})


def sign_close(closed: ClosedPeriod, key: bytes) -> ClosedPeriod:
    """Return the close with the hash of all it says, that of the close before included."""
    signed = _CLOSE.dump_python(replace(closed, close_hash=""))
    return replace(closed, close_hash=keyed_digest(key, signed).hex())


def insert_close(closed: ClosedPeriod, next_day: str) -> Insert:
    """Keep a close; DuplicateKey where its number is taken."""
    document = {"_id": closed.number, "next_day": next_day, **_CLOSE.dump_python(closed)}
    del document["number"]
    return Insert(ClearingCloseDocument, (document,))


def is_number_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is a close's number."""
    return duplicate.model is ClearingCloseDocument


def keep_heads(
    unit_of_work: UnitOfWork, heads_id: str, heads: Mapping[str, Head], key: bytes
) -> None:
    """Keep where journals stood, each document by itself: nobody asks before there is a close."""
    for document in _heads_documents(heads_id, heads, key):
        unit_of_work.insert(ClearingHeadsDocument, document)


def _heads_documents(heads_id: str, heads: Mapping[str, Head], key: bytes) -> Iterator[Document]:
    """Yield the documents of where journals stood, in order of accounts, each signed."""
    account_ids = sorted(heads)
    for start in range(0, len(account_ids), HEADS_PER_DOCUMENT):
        chunk = account_ids[start : start + HEADS_PER_DOCUMENT]
        document: Document = {
            "_id": f"{heads_id}-{start // HEADS_PER_DOCUMENT}",
            "heads_id": heads_id,
            "first_account_id": chunk[0],
            "last_account_id": chunk[-1],
            "heads": [
                {
                    "account_id": account_id,
                    "sequence": heads[account_id][0],
                    "chain_hash": heads[account_id][1],
                }
                for account_id in chunk
            ],
        }
        yield {**document, "chunk_hash": chunk_hash(document, key)}


def chunk_hash(document: Document, key: bytes) -> str:
    """Return the keyed hash of all that a document of heads says."""
    signed = {name: value for name, value in document.items() if name != "chunk_hash"}
    return keyed_digest(key, signed).hex()


def find_heads(heads_id: str, account_id: str) -> Document | None:
    """Return the document that an account's head is in, if there is one."""
    within = {"first_account_id": {"$gte": "", "$lte": account_id}}
    query: dict[str, Any] = {"heads_id": heads_id, **within}
    found = collection_of(ClearingHeadsDocument).find(query).sort("first_account_id", -1).limit(1)
    document = next(iter(found), None)
    return document if document and document["last_account_id"] >= account_id else None


def read_close(period: str) -> ClosedPeriod | None:
    """Return a closed period by its name."""
    return _first({"period": period})


def read_close_before(day: str) -> ClosedPeriod | None:
    """Return the closed period that ended where a local day starts, "YYYY-MM-DD"."""
    return _first({"next_day": day})


def read_close_of(number: int) -> ClosedPeriod | None:
    """Return a closed period by its number."""
    return _first({"_id": number})


def read_last_close() -> tuple[ClosedPeriod, str] | None:
    """Return the newest closed period, and the first day after it."""
    found = collection_of(ClearingCloseDocument).find().sort("_id", -1).limit(1)
    document = next(iter(found), None)
    return None if document is None else (close_from_document(document), document["next_day"])


def read_closes(before: int, count: int) -> list[ClosedPeriod]:
    """Return the last closed periods before a number, newest first: they have no gaps."""
    numbers = list(range(before - 1, max(0, before - 1 - count), -1))
    found = collection_of(ClearingCloseDocument).find({"_id": {"$in": numbers}}).sort("_id", -1)
    return [close_from_document(document) for document in found]


def close_from_document(document: Document) -> ClosedPeriod:
    """Return the close of a document."""
    fields = {name: value for name, value in document.items() if name not in _KEYS}
    return _CLOSE.validate_python({"number": document["_id"], **fields})


def _first(query: dict[str, Any]) -> ClosedPeriod | None:
    document = collection_of(ClearingCloseDocument).find_one(query)
    return None if document is None else close_from_document(document)
