"""Reads by key that share a command where several calls wait for one at the same time.

A read by key costs the driver more than it costs the database. So the first call reads
for itself, those that come meanwhile wait, and one of them then reads for all. No call is
answered by a command that was sent before it asked.

Callers that were answered together mostly ask again together. So who reads next gives them
a moment to come first, where fewer wait than were answered last. Without that, a command for
all of them is followed by one for the single call that came first, again and again.
"""

from __future__ import annotations

import threading
from collections.abc import Set as AbstractSet

from loyalty_chassis.calls import remaining_seconds
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.fields import Document

WAIT_SECONDS_MAX = 0.5
"""For others' commands. One that hangs must not hold up those who could read for themselves."""

GATHER_SECONDS_MAX = 0.003
"""About what a command takes: a call that reads for others is that much later at most."""


class _Wanted:
    """One call's wish."""

    __slots__ = ("document", "is_answered", "key", "leads", "woken")

    def __init__(self, key: str) -> None:
        self.key = key
        self.leads = self.is_answered = False
        self.document: Document | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class SharedReads:
    """Reads documents of one class by their key."""

    def __init__(self, model: type) -> None:
        """Read from the collection of `model`."""
        self._model = model
        self._lock = threading.Lock()
        self._is_reading = False
        self._waiting: list[_Wanted] = []
        self._shared_last = 0
        """How many others the last command was for."""
        self._gathering: _Wanted | None = None

    def find(self, key: str) -> Document | None:
        """Return the document of that key, or None; for reading only, as others hold it too.

        Raises PyMongoError.
        """
        wanted = _Wanted(key)
        if not self._may_lead(wanted):
            wanted.woken.acquire(timeout=min(remaining_seconds(), WAIT_SECONDS_MAX))
            if wanted.is_answered:
                return wanted.document
            if not self._leads_now(wanted):
                # It waited too long, or the command that was to answer it failed.
                return self._read({key}).get(key)
            self._gather(wanted)
        return self._lead(wanted)

    def _may_lead(self, wanted: _Wanted) -> bool:
        with self._lock:
            if self._is_reading:
                self._waiting.append(wanted)
                if self._gathering and len(self._waiting) >= self._shared_last:
                    self._gathering.woken.release()
                    self._gathering = None
                return False
            self._is_reading = True
            return True

    def _leads_now(self, wanted: _Wanted) -> bool:
        """Take a wish out of the queue, unless it was made the leader in the meantime."""
        with self._lock:
            if wanted in self._waiting:
                self._waiting.remove(wanted)
            return wanted.leads

    def _gather(self, leader: _Wanted) -> None:
        """Wait until as many wait as were answered last, but not for long."""
        with self._lock:
            if len(self._waiting) >= self._shared_last:
                return
            leader.woken.acquire(blocking=False)  # where its wait ended just before it was woken
            self._gathering = leader
        leader.woken.acquire(timeout=GATHER_SECONDS_MAX)
        with self._lock:
            self._gathering = None

    def _lead(self, leader: _Wanted) -> Document | None:
        with self._lock:
            others, self._waiting = self._waiting, []
            self._shared_last = len(others)
        try:
            found = self._read({leader.key, *(other.key for other in others)})
            for other in others:
                other.document, other.is_answered = found.get(other.key), True
            return found.get(leader.key)
        finally:
            for other in others:
                other.woken.release()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            self._is_reading = bool(self._waiting)
            if self._is_reading:
                following = self._waiting.pop(0)
                following.leads = True
                following.woken.release()

    def _read(self, keys: AbstractSet[str]) -> dict[str, Document]:
        collection = collection_of(self._model)
        if len(keys) == 1:
            document = collection.find_one({"_id": next(iter(keys))})
            return {document["_id"]: document} if document else {}
        return {found["_id"]: found for found in collection.find({"_id": {"$in": list(keys)}})}
