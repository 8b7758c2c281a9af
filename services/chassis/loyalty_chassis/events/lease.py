"""One owner at a time, without comparing clocks."""

from __future__ import annotations

import time
from collections.abc import Callable

from loyalty_chassis.events.relay_documents import NOBODY, RelayDocument
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Update

LEASE_SECONDS = 5.0
"""Who has not been heard of for so long has lost it."""
RENEW_SECONDS = 1.0


class Lease:
    """The right to relay, as one process sees it.

    The owner renews it. Whoever else wants it watches: where nothing was renewed for the
    length of a lease, by the watcher's own clock, it takes over. The owner counts from before
    it asked, so that it has stopped by then.
    """

    def __init__(
        self,
        unit_of_work: UnitOfWork,
        name: str,
        owner: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Want the lease of that name for `owner`, which no other process is called."""
        self._unit_of_work = unit_of_work
        self._name, self._owner = name, owner
        self._monotonic = monotonic
        self._until = self._renew_from = float("-inf")
        self._seen: tuple[str, int] | None = None
        self._seen_at = 0.0

    def is_held(self) -> bool:
        """Tell whether nobody else can have it at this instant."""
        return self._monotonic() < self._until

    def is_due(self) -> bool:
        """Tell whether it should be asked for, or renewed."""
        return not self.is_held() or self._monotonic() >= self._renew_from

    def ask(self, facts: Document, counts: dict[str, int]) -> bool:
        """Renew it, or take it where it is free; tell whether it is held now.

        `facts` are set and `counts` added in the owner's document. Raises PyMongoError.
        """
        asked_at = self._monotonic()
        if self._renew(facts, counts) or self._take(facts, counts):
            self._until = asked_at + LEASE_SECONDS
            self._renew_from = asked_at + RENEW_SECONDS
            return True
        self._until = float("-inf")
        return False

    def release(self) -> None:
        """Let others take it at once. Raises PyMongoError."""
        self._until = float("-inf")
        guard = {"_id": self._name, "owner": self._owner}
        self._unit_of_work.update(Update(RelayDocument, guard, {"$set": {"owner": NOBODY}}))

    def _renew(self, facts: Document, counts: dict[str, int]) -> bool:
        # Not by the number of the beat: an answer that was lost may have raised it.
        guard = {"_id": self._name, "owner": self._owner}
        change = {"$set": facts, "$inc": {"beat": 1, **counts}}
        return self._unit_of_work.update(Update(RelayDocument, guard, change))

    def _take(self, facts: Document, counts: dict[str, int]) -> bool:
        found = collection_of(RelayDocument).find_one({"_id": self._name})
        if found is None:
            return self._make(facts, counts)
        seen = (found["owner"], found["beat"])
        if seen != self._seen:
            self._seen, self._seen_at = seen, self._monotonic()
        is_free = found["owner"] == NOBODY
        if not is_free and self._monotonic() - self._seen_at < LEASE_SECONDS:
            return False
        guard = {"_id": self._name, "owner": seen[0], "beat": seen[1]}
        change = {"$set": {"owner": self._owner, **facts}, "$inc": {"beat": 1, **counts}}
        return self._unit_of_work.update(Update(RelayDocument, guard, change))

    def _make(self, facts: Document, counts: dict[str, int]) -> bool:
        # A count within another field cannot be inserted by its path; nothing is counted yet.
        whole = {name: count for name, count in counts.items() if "." not in name}
        document = {"_id": self._name, "owner": self._owner, "beat": 0, **facts, **whole}
        try:
            self._unit_of_work.insert(RelayDocument, document)
        except DuplicateKey:
            return False
        return True
