"""How members end, from nothing but their entries as stored: merged into others, or closed.

Written apart from the code that merges and closes, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.storage.fields import Document

Check = tuple[str, object, object]
"""What is compared, what it must be, what it is."""
Visits = dict[str, Counter[str]]
"""Number and amount of purchases, by business."""

MERGED_AWAY, MERGED_IN, CLOSED = "member_merged_away", "member_merged_in", "member_closed"
LAST = (MERGED_AWAY, CLOSED)


@dataclass(slots=True)
class RederivedEnds:
    """What became of the member whose own account it is, and what was erased in it."""

    merged_into: str = ""
    """Whom the member was merged into by the entry that says so."""
    close_time: datetime | None = None
    erased: dict[str, int] = field(default_factory=dict)
    """Of which members something is erased that rules saw, and the first such entry."""

    def checks(self, entry: Document, seen_hash: str, visits: Visits) -> Iterator[Check]:
        """Yield what must hold of the next entry; `seen_hash` is that of its content."""
        kind, seen = entry["kind"], entry["seen"]
        yield "entries after the last", None, self.merged_into or self.close_time
        if seen is not None or kind != "purchase":
            yield "seen_hash", seen_hash, entry["seen_hash"]
        yield "kind with a merged member", kind in (MERGED_AWAY, MERGED_IN), _is_merge(entry)
        if kind == MERGED_AWAY:
            yield "visits taken along", visits, visits_of(entry["merged"]["visits"])

    def take_in(self, entry: Document, visits: Visits, frozen_reason: str) -> str:
        """Take in an entry that is as it must be; return why the member is frozen after it."""
        kind = entry["kind"]
        if kind == "purchase" and entry["seen"] is None:
            self.erased.setdefault(entry["member_id"], entry["sequence"])
        if kind == MERGED_IN:
            for business_id, came in visits_of(entry["merged"]["visits"]).items():
                visits.setdefault(business_id, Counter()).update(came)
            return frozen_reason or str(entry["merged"]["frozen_reason"])
        if kind not in LAST:
            return frozen_reason
        visits.clear()
        if kind == MERGED_AWAY:
            self.merged_into = entry["merged"]["member_id"]
        else:
            self.close_time = entry["record_time"]
        return ""

    @property
    def is_over(self) -> bool:
        """Whether nothing may be left in the account."""
        return bool(self.merged_into or self.close_time)


def visits_of(visits: list[Document]) -> Visits:
    """Return the visits that an entry tells, by business."""
    return {
        each["business_id"]: Counter(
            purchase_count=each["purchase_count"], net_amount_minor=each["net_amount_minor"]
        )
        for each in visits
    }


def _is_merge(entry: Document) -> bool:
    return entry.get("merged") is not None
