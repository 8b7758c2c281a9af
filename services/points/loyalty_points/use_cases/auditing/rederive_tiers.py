"""The tier that each entry found, from nothing but the entries before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty_chassis.storage.documents import Document

from loyalty_points.use_cases.auditing.checks import Check

_ELSEWHERE = ("household_joined", "household_left", "member_merged_in")
"""After these, entries of another account may have changed the member's tier."""


@dataclass(slots=True)
class RederivedTiers:
    """The tier of an account's own member, as long as only its own entries change it."""

    account_id: str
    tier_id: str = ""
    is_known: bool = True

    def checks(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of the next entry; of older ones nothing, which do not say it."""
        if self.is_known and entry["member_id"] == self.account_id and "tier_before" in entry:
            yield "tier_before", self.tier_id, entry["tier_before"]

    def take_in(self, entry: Document) -> None:
        """Take in an entry that is as it must be."""
        self.is_known = self.is_known and entry["kind"] not in _ELSEWHERE
        if entry["member_id"] == self.account_id:
            self.tier_id = entry["tier_id"]
