"""Writes as data: what a command wants changed, and on what condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import (
    BulkWriteError,
    OperationFailure,
    PyMongoError,
)

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document

DUPLICATE_KEY = 11000


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
