"""Adding up what became of the purchases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from loyalty.points.v1.entry_pb2 import Entry

from loyaltyctl.failures import Failure

from .sending import Outcome


@dataclass(slots=True)
class BusinessTally:
    """What became of one business's purchases."""

    recorded_count: int = 0
    """By this replay."""
    already_recorded_count: int = 0
    failed_count: int = 0
    earned_points: int = 0
    """With what this replay recorded; so is the next."""
    burned_points: int = 0
    already_earned_points: int = 0
    """With what an earlier one had recorded; so is the next."""
    already_burned_points: int = 0

    def add_entry(self, entry: Entry, *, already_recorded: bool) -> None:
        """Add a purchase that is recorded."""
        if already_recorded:
            self.already_recorded_count += 1
            self.already_earned_points += entry.earned_points
            self.already_burned_points += entry.burned_points
        else:
            self.recorded_count += 1
            self.earned_points += entry.earned_points
            self.burned_points += entry.burned_points


@dataclass(slots=True)
class Tally:
    """What became of all purchases, by business, and the failures by reason."""

    businesses: dict[str, BusinessTally] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    """The first failure of each reason, as a sentence with the request id."""

    @property
    def failed_count(self) -> int:
        """How many purchases failed."""
        return self.failures.total()

    def add(self, outcome: Outcome) -> None:
        """Add one purchase."""
        business_id = outcome.item.purchase.business_id
        business = self.businesses.setdefault(business_id, BusinessTally())
        if outcome.entry is not None:
            business.add_entry(outcome.entry, already_recorded=outcome.already_recorded)
        if outcome.failure is not None:
            business.failed_count += 1
            self._add_failure(outcome.item.request_id, outcome.failure)

    def _add_failure(self, request_id: str, failure: Failure) -> None:
        reason = failure.reason or failure.code
        self.failures[reason] += 1
        self.examples.setdefault(reason, f"{request_id}: {failure.sentence()}")
