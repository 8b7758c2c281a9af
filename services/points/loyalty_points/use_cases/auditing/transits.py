"""What an audit of all accounts checks of transfers: that the entries of one request balance.

The accounts of a transfer are audited one after the other, while others write. So only
entries older than any transaction lasts are added up, and into one number: the sum of
points times a digest of the request. It is zero if every request's sum is (and otherwise
only by a chance of one in 2^127), whatever the number of transfers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from loyalty_chassis.storage.documents import Document

SETTLED_AFTER = timedelta(seconds=60)
"""More than a transaction lasts and the clocks of two servers are apart."""
_DIGEST_BYTES = 16


@dataclass(slots=True)
class Transits:
    """What is in transit by the entries so far."""

    before: datetime | None = None
    """Entries from then on are not added up; None to add up none."""
    total: int = 0
    """Points times the digest of their request, added up."""

    def take_in(self, entry: Document) -> None:
        """Add what an entry sends or receives."""
        if self.before is None or entry["record_time"] >= self.before:
            return
        for posting in entry["postings"]:
            name: str = posting["ledger_account"]
            if name.startswith("transit:"):
                self.total += posting["points"] * _digest(name)


def _digest(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:_DIGEST_BYTES], "big")
