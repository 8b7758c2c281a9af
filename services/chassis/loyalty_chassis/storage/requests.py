"""Request ids: what was asked before gives the same answer again, for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

import mongoengine

from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.canonical import keyed_digest
from loyalty_chassis.clock import Clock
from loyalty_chassis.errors import (
    Conflict,
    LoyaltyError,
    Refused,
    RememberedRefusal,
    RequestIdReused,
)
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField
from loyalty_chassis.storage.lanes import within_lane
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey

T = TypeVar("T")

DIGEST_VERSION = b"\x01"
"""Goes before every digest, so that a later way of making them can be told from this one."""


class RequestDocument(mongoengine.Document):
    """One request that had an outcome. `_id` is client, operation and request id.

    Never pruned: a till may ask again years later.
    """

    key = mongoengine.StringField(primary_key=True)
    digest = mongoengine.BinaryField(required=True)
    record_time = mongoengine.DateTimeField(required=True)
    account_id = mongoengine.StringField()
    sequence = StrictIntField()
    answer = mongoengine.BinaryField()
    refusal = mongoengine.DictField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "requests",
        "auto_create_index": False,
        "strict": False,
    }


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request about to be worked on: its key, and a digest of what it asks for."""

    key: str
    digest: bytes

    def done(
        self,
        now: datetime,
        *,
        account_id: str | None = None,
        sequence: int | None = None,
        answer: bytes | None = None,
    ) -> Document:
        """Return the document that says the request had its effect."""
        return {
            "_id": self.key,
            "digest": self.digest,
            "record_time": now,
            "account_id": account_id,
            "sequence": sequence,
            "answer": answer,
        }


@dataclass(frozen=True, slots=True)
class Earlier:
    """The outcome of a request that was made before."""

    account_id: str | None
    sequence: int | None
    answer: bytes | None


class RequestLog:
    """Remembers requests and their outcomes."""

    def __init__(self, key: bytes, unit_of_work: UnitOfWork) -> None:
        """Digest requests under that key, so that the log gives nothing away."""
        self._key = key
        self._unit_of_work = unit_of_work

    def ticket(self, caller: Caller, operation: str, request_id: str, command: object) -> Ticket:
        """Return the ticket of a request: scoped to the client and the operation."""
        key = request_key(caller, operation, request_id)
        return Ticket(key, DIGEST_VERSION + keyed_digest(self._key, command))

    def find(self, key: str, digest: bytes | None = None) -> Earlier | None:
        """Return what came of the request of that key, or None if there is none.

        Raises RequestIdReused where it had another digest, and its refusal again where
        it was refused.
        """
        found: dict[str, Any] | None = collection_of(RequestDocument).find_one({"_id": key})
        if found is None:
            return None
        if digest is not None and found["digest"] != digest:
            request_id = key.rpartition("|")[2]
            raise RequestIdReused(
                f"request id {request_id!r} was used for other content; take a new one",
                {"request_id": request_id},
            )
        if refusal := found.get("refusal"):
            raise RememberedRefusal(refusal["reason"], refusal["message"], refusal["metadata"])
        return Earlier(found.get("account_id"), found.get("sequence"), found.get("answer"))

    def remember_refusal(self, ticket: Ticket, refused: Refused, now: datetime) -> Earlier | None:
        """Record a refusal; return the outcome of a twin of the request that was faster."""
        refusal = {
            "reason": refused.reason,
            "message": refused.message,
            "metadata": refused.metadata,
        }
        document = {
            "_id": ticket.key,
            "digest": ticket.digest,
            "record_time": now,
            "refusal": refusal,
        }
        try:
            self._unit_of_work.insert(RequestDocument, document)
        except DuplicateKey:
            return self.find(ticket.key, ticket.digest)
        return None


def request_key(caller: Caller, operation: str, request_id: str) -> str:
    """Return the key of a request. Clients are stable across their keys."""
    return f"{caller.client_id}|{operation}|{request_id}"


@dataclass(frozen=True, slots=True)
class Once(Generic[T]):
    """Runs a command so that it has one effect and one answer, however often it is sent.

    The request is looked up before anything about time or state can fail it, and its
    document is inserted in the transaction of the effect, so the fast path pays nothing.
    """

    log: RequestLog
    ticket: Ticket
    clock: Clock
    attempt: Callable[[], T]
    """Reads, decides, commits with the ticket's document. May be run several times."""
    answer: Callable[[Earlier], T]
    """Builds the answer of an earlier request."""
    lane: str = ""
    """Names what attempts of this process would conflict on; they then go one by one."""

    def run(self, call: Call) -> T:
        """Return the answer, and mark the call if it is a repeat."""
        try:
            with within_lane(self.lane, call.remaining_seconds):
                return retrying(self.attempt, call.remaining_seconds)
        except Conflict:
            raise
        except (DuplicateKey, LoyaltyError) as failure:
            return self._repeat(call, failure)

    def _repeat(self, call: Call, failure: Exception) -> T:
        """Answer as the first time, or raise `failure` where this is the first time."""
        try:
            earlier = self.log.find(self.ticket.key, self.ticket.digest)
            if earlier is None and isinstance(failure, Refused):
                earlier = self.log.remember_refusal(self.ticket, failure, self.clock())
        except RememberedRefusal:
            call.replayed = True
            raise
        if earlier is None:
            raise failure
        call.replayed = True
        return self.answer(earlier)
