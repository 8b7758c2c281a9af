"""Reading records that bear a mark, oldest first, at a cost that follows what is read.

A mark is a field that holds when its record was made, in milliseconds, and is taken away
once the record is published; a partial index holds the marked ones. The embedded database
reads all that a filter finds before it sorts and limits. So a backlog is read in windows of
time that hold about as much as is wanted: then 20,000 cost the same each as 1,000.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document

FIELD = "unpublished_ms"


def index_of(field: str) -> Document:
    """Return the index of a mark, for the document's meta."""
    # The embedded database uses no partial index by `$exists`.
    return {"fields": [field], "partialFilterExpression": {field: {"$gte": 0}}}


INDEX = index_of(FIELD)
SKEW_MS = 60_000
"""No mark lies further in the future than this: as far as clocks may differ."""
WIDER = 4


class MarkedRecords:
    """The records of one class that bear a mark.

    Attributes:
        is_all_read: whether the last read returned all that there were.

    """

    def __init__(self, model: type, field: str = FIELD) -> None:
        """Read from the collection of `model`, by the marks in that field."""
        self._model = model
        self._field = field
        self._until_ms: int | None = None
        self._width_ms = 1
        self.is_all_read = False

    def read(self, limit: int) -> list[Document]:
        """Return the oldest, about `limit` of them; an empty list where there are none.

        All marks below the last one returned are among them, also those that were committed
        late. Of a millisecond all or none are returned, as only what is in the records tells
        their order: so it may be more than `limit`. Raises PyMongoError.
        """
        while True:
            found = self._within(limit)
            self.is_all_read = self._until_ms is None
            if len(found) <= limit:
                self._move_on(is_full=2 * len(found) > limit)
            if found or self.is_all_read:
                return found

    def _move_on(self, *, is_full: bool) -> None:
        """Let the window end later: it holds what is left below its end, and what comes."""
        if self._until_ms is None:
            return
        self._width_ms *= 1 if is_full else WIDER
        self._until_ms += self._width_ms
        if self._until_ms > time.time_ns() // 1_000_000 + SKEW_MS:
            self._until_ms = None

    def _within(self, limit: int) -> list[Document]:
        """Return the first of the window; narrow the window where it holds more."""
        window = {"$gte": 0} if self._until_ms is None else {"$gte": 0, "$lt": self._until_ms}
        found = self._find({self._field: window}, limit + 1)
        if len(found) <= limit:
            return found
        first_ms, last_ms = found[0][self._field], found[-1][self._field]
        self._width_ms = max(1, last_ms - first_ms)
        self._until_ms = last_ms + self._width_ms
        whole = [record for record in found if record[self._field] < last_ms]
        return whole or self._find({self._field: last_ms}, 0)

    def oldest(self) -> int | None:
        """Return the oldest mark, or None where there is none. Costs in proportion to all."""
        found = collection_of(self._model).find({self._field: {"$gte": 0}}, {self._field: 1})
        return next((record[self._field] for record in found.sort(self._field, 1).limit(1)), None)

    def clear(self, keys: Sequence[Any]) -> None:
        """Take away the marks of the records of these keys. Raises PyMongoError."""
        collection_of(self._model).update_many(
            {"_id": {"$in": list(keys)}}, {"$unset": {self._field: 1}}
        )

    def _find(self, wanted: Document, limit: int) -> list[Document]:
        # In one snapshot: otherwise a scan may pass the place of a record before that is
        # committed, and still come to one of the same subject that was committed after it.
        collection = collection_of(self._model)
        with collection.database.client.start_session(snapshot=True) as session:
            found = collection.find(wanted, session=session).sort(self._field, 1)
            return list(found.batch_size(limit + 1).limit(limit) if limit else found)
