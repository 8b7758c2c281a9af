"""Reads that share a command where several callers wait for one at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.sharing import Shared

T = TypeVar("T")

KEYS_MAX = 200
"""Read by one command."""
CALLERS_MAX = 1000
"""Of one read: it costs the same for any number."""


class SharedReads:
    """Reads documents of one class by their key."""

    def __init__(self, model: type) -> None:
        """Read from the collection of `model`."""
        self._model = model
        self._shared = Shared[str, Document | None](
            self._read, size_max=KEYS_MAX, is_repeatable=True
        )

    def find(self, key: str) -> Document | None:
        """Return the document of that key, or None; for reading only, as others hold it too.

        Raises PyMongoError.
        """
        return self._shared.ask(key)

    def _read(self, keys: Sequence[str]) -> Sequence[Document | None]:
        collection, unlike = collection_of(self._model), list(set(keys))
        if len(unlike) == 1:
            return (collection.find_one({"_id": unlike[0]}),) * len(keys)
        wanted = {"_id": {"$in": unlike}}
        found = {document["_id"]: document for document in collection.find(wanted)}
        return [found.get(key) for key in keys]


class SharedRead(Generic[T]):
    """Reads the same for all callers."""

    def __init__(self, read: Callable[[], T]) -> None:
        """Read that."""
        self._read = read
        self._shared = Shared[None, T](self._for_all, size_max=CALLERS_MAX, is_repeatable=True)

    def get(self) -> T:
        """Return what was read since the call began; others hold it too. Raises as the read."""
        return self._shared.ask(None)

    def _for_all(self, callers: Sequence[None]) -> Sequence[T]:
        return [self._read()] * len(callers)
