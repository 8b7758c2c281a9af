"""What closed periods must say, from nothing but entries as stored.

Written apart from the code that closes periods, so that one checks the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.storage.documents import Document

Span = tuple[datetime, datetime]
"""From when until when a period is."""
Head = tuple[int, str]
"""Sequence and chain hash of an account's last entry."""


@dataclass(slots=True)
class ClosedSums:
    """What entries add up to for one closed period."""

    owed: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """By debtor, creditor and program version."""
    breakage: Counter[str] = field(default_factory=Counter)
    """Since the close before, by funder."""
    entry_count: int = 0
    account_count: int = 0

    def update(self, other: ClosedSums) -> None:
        """Add another's sums."""
        self.owed.update(other.owed)
        self.breakage.update(other.breakage)
        self.entry_count += other.entry_count
        self.account_count += other.account_count


@dataclass(slots=True)
class RederivedCloses:
    """The part of one account's entries, or of all, in each closed period, by its place."""

    spans: Sequence[Span] = ()
    """Of all closed periods, one after the other."""
    sums: dict[int, ClosedSums] = field(default_factory=dict)
    heads: dict[int, Head] = field(default_factory=dict)
    """Where the account stood at the end of each period in which it changed."""

    def take_in(self, entry: Document) -> None:
        """Take in an entry. What is older than the first period is in it for its head."""
        record_time = entry["record_time"]
        place = bisect_right(self.spans, record_time, key=lambda span: span[1])
        if place == len(self.spans):
            return
        sums = self.sums.setdefault(place, ClosedSums())
        sums.account_count = 1
        self.heads[place] = (entry["sequence"], entry["chain_hash"])
        for posting in entry["postings"]:
            kind, _, funder = posting["ledger_account"].partition(":")
            if kind == "breakage":
                sums.breakage[funder] += posting["points"]
        if record_time >= self.spans[place][0]:
            sums.entry_count += 1
            for each in entry["owed"]:
                key = (each["debtor"], each["creditor"], entry["price_version"])
                sums.owed[key] += each["points"]

    def update(self, other: RederivedCloses) -> None:
        """Add the sums of an account."""
        for place, sums in other.sums.items():
            self.sums.setdefault(place, ClosedSums()).update(sums)
