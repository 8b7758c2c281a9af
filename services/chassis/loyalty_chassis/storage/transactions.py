"""Writing: every change of a command in one transaction, or none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import Context

import pymongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import (
    DuplicateKeyError,
    PyMongoError,
)

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.connection import DURABLE, PRIMARY, SNAPSHOT
from loyalty_chassis.storage.documents import Document, require_storable
from loyalty_chassis.storage.retrying import UNKNOWN_RESULT
from loyalty_chassis.storage.writes import DuplicateKey, Insert, LostRace, Update, Updates, Write

COMMIT_TRIES_MAX = 5
TRANSACTION_SECONDS = 5.0
ABORT_SECONDS = 2.0


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
