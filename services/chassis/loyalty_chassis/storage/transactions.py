"""Writing: every change of a command in one transaction, or none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import TypeVar

import pymongo
from pymongo import MongoClient, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
)
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from loyalty_chassis.errors import Conflict
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.connection import DURABLE, PRIMARY, SNAPSHOT
from loyalty_chassis.storage.fields import Document, require_storable

T = TypeVar("T")

DUPLICATE_KEY = 11000
UNKNOWN_RESULT = "UnknownTransactionCommitResult"
COMMIT_TRIES_MAX = 5
TRANSACTION_SECONDS = 5.0
ABORT_SECONDS = 2.0
RACE_TRIES_MAX = 40
RACE_SHARE_OF_TIME = 0.8
"""Of the caller's time, so that CONFLICT can still be answered within it."""


class LostRace(Exception):  # an outcome, not an error
    """Another writer changed what this command had read. Read again and retry."""


class DuplicateKey(Exception):  # an outcome, not an error
    """A document of this key is there already.

    Attributes:
        model: the document class whose key it is.

    """

    def __init__(self, model: type) -> None:
        """Keep the document class."""
        super().__init__(model.__name__)
        self.model = model


@dataclass(frozen=True, slots=True)
class Insert:
    """New documents of one class; `DuplicateKey` if one is there already."""

    model: type
    documents: Sequence[Document]

    def apply(self, session: ClientSession) -> None:
        """Insert within the session's transaction, in one command."""
        collection = collection_of(self.model)
        try:
            if len(self.documents) == 1:
                collection.insert_one(self.documents[0], session=session)
            else:
                collection.insert_many(self.documents, session=session)
        except (OperationFailure, BulkWriteError) as error:
            if _is_duplicate(error):
                raise DuplicateKey(self.model) from error
            raise


@dataclass(frozen=True, slots=True)
class Update:
    """A guarded change of one document; `LostRace` unless the guard matches."""

    model: type
    guard: Document
    change: Document

    def apply(self, session: ClientSession) -> None:
        """Update within the session's transaction, in one command."""
        collection = collection_of(self.model)
        if not collection.update_one(self.guard, self.change, session=session).matched_count:
            raise LostRace(self.model.__name__)


@dataclass(frozen=True, slots=True)
class Updates:
    """Guarded changes of several documents of one class; `LostRace` unless every guard matches."""

    model: type
    updates: Sequence[Update]

    def apply(self, session: ClientSession) -> None:
        """Update within the session's transaction, in one command."""
        changes = [UpdateOne(each.guard, each.change) for each in self.updates]
        done = collection_of(self.model).bulk_write(changes, ordered=True, session=session)
        if done.matched_count != len(changes):
            raise LostRace(self.model.__name__)


@dataclass(frozen=True, slots=True)
class Delete:
    """A guarded removal of one document; `LostRace` unless the guard matches."""

    model: type
    guard: Document

    def apply(self, session: ClientSession) -> None:
        """Delete within the session's transaction, in one command."""
        collection = collection_of(self.model)
        if not collection.delete_one(self.guard, session=session).deleted_count:
            raise LostRace(self.model.__name__)


Write = Insert | Update | Updates | Delete


def _is_duplicate(error: PyMongoError) -> bool:
    if isinstance(error, BulkWriteError):
        failures = (error.details or {}).get("writeErrors", [])
        return any(failure.get("code") == DUPLICATE_KEY for failure in failures)
    return isinstance(error, OperationFailure) and error.code == DUPLICATE_KEY


class UnitOfWork:
    """Commits the writes of one command together. The only place that writes, but for marks."""

    def __init__(self, client: MongoClient[Document]) -> None:
        """Work on that connection."""
        self._client = client

    def insert(self, model: type, document: Document) -> None:
        """Insert one document, durably. Raises DuplicateKey."""
        require_storable(document, model.__name__)
        try:
            collection_of(model).insert_one(document)
        except DuplicateKeyError as error:
            raise DuplicateKey(model) from error

    def update(self, write: Update) -> bool:
        """Make one guarded change, durably, and tell whether the guard matched.

        For what many want at once: unlike in a transaction, the database lets them wait
        for each other.
        """
        _require_storable(write)
        changed = collection_of(write.model).update_one(write.guard, write.change)
        return bool(changed.matched_count)

    def update_all(self, write: Update) -> int:
        """Change every document that the guard matches, each for itself; return how many.

        For what may be broken off in the midst, and be done again.
        """
        _require_storable(write)
        changed = collection_of(write.model).update_many(write.guard, write.change)
        return int(changed.modified_count)

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply `writes` in order in one transaction.

        Numbers are checked first: a float raises TypeError before anything is sent. Once
        begun, a transaction has 5 s of its own: cut off by an impatient caller's deadline,
        it would go on holding what it wrote. Raises DuplicateKey, LostRace, or PyMongoError
        where the outcome is unknown.
        """
        for write in writes:
            _require_storable(write)
        _with_own_time(TRANSACTION_SECONDS, lambda: self._transact(writes))

    def _transact(self, writes: Sequence[Write]) -> None:
        with self._client.start_session() as session:
            session.start_transaction(SNAPSHOT, DURABLE, PRIMARY)
            try:
                for write in writes:
                    write.apply(session)
                _commit(session)
            except PyMongoError as error:
                if error.has_error_label("TransientTransactionError"):
                    raise LostRace(str(error)) from error
                raise
            finally:
                if session.in_transaction:
                    _with_own_time(ABORT_SECONDS, session.abort_transaction)


def _require_storable(write: Write) -> None:
    if isinstance(write, Insert):
        require_storable(write.documents, write.model.__name__)
    elif isinstance(write, Update):
        require_storable(write.change, write.model.__name__)
    elif isinstance(write, Updates):
        for each in write.updates:
            _require_storable(each)


def _commit(session: ClientSession) -> None:
    """Commit, and again while the outcome is unknown: a second commit has no effect."""
    for tries_left in reversed(range(COMMIT_TRIES_MAX)):
        try:
            session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label(UNKNOWN_RESULT) or not tries_left:
                raise
        else:
            return


def _with_own_time(seconds: float, work: Callable[[], None]) -> None:
    """Run `work` with a deadline of its own instead of the caller's.

    A transaction that is left open holds what it wrote until the database gives it up,
    which takes it a minute; until then every write to that account is a conflict.
    """

    def run() -> None:
        with pymongo.timeout(seconds):
            work()

    Context().run(run)  # pymongo keeps the deadline in the context


def retrying(attempt: Callable[[], T], seconds: float) -> T:
    """Return what `attempt` returns, trying again with fresh state after a lost race.

    Raises Conflict after 40 tries or four fifths of `seconds`, and whatever else
    `attempt` raises.
    """
    try:
        return attempt()
    except LostRace:
        pass
    retries = Retrying(
        retry=retry_if_exception_type(LostRace),
        stop=stop_after_attempt(RACE_TRIES_MAX) | stop_after_delay(seconds * RACE_SHARE_OF_TIME),
        wait=wait_random_exponential(multiplier=0.005, max=0.2),
        reraise=True,
    )
    try:
        return retries(attempt)
    except LostRace as error:
        raise Conflict("other requests were faster; send this one again") from error


def is_unreachable(error: PyMongoError) -> bool:
    """Tell whether the database did not answer, rather than refuse."""
    return isinstance(error, ConnectionFailure) or error.timeout


def is_outcome_unknown(error: PyMongoError) -> bool:
    """Tell whether a transaction that ended so may be committed."""
    return is_unreachable(error) or error.has_error_label(UNKNOWN_RESULT)
