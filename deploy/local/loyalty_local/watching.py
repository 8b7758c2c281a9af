"""What is watched while the demo's purchases are replayed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from loyalty.points.v1.event_service_pb2 import GetEventStatusRequest, GetEventStatusResponse
from loyaltyctl.client import Client
from loyaltyctl.replaying import Outcome

EVERY_SECONDS = 1.0


class LagWatch:
    """The greatest lag of the relay that was seen; looked at once a second, as purchases go by."""

    def __init__(self, operator: Client, every_seconds: float = EVERY_SECONDS) -> None:
        self._operator = operator
        self._every_seconds = every_seconds
        self._looked = time.monotonic()
        self.greatest_milliseconds = 0
        self.look_count = 0

    def add(self, _outcome: Outcome) -> None:
        """Look, unless that was done within the last second. Raises grpc.RpcError."""
        if time.monotonic() - self._looked >= self._every_seconds:
            status: GetEventStatusResponse = self._operator.call(
                self._operator.events.GetEventStatus, GetEventStatusRequest()
            )
            self._looked = time.monotonic()
            self.see(status)

    def see(self, status: GetEventStatusResponse) -> None:
        """Take in what somebody saw."""
        self.look_count += 1
        lag = status.relay.lag_milliseconds
        self.greatest_milliseconds = max(self.greatest_milliseconds, lag)


class TierMoves:
    """How often members rose and fell to each tier, by what each of their entries says."""

    def __init__(self, tier_ids: Sequence[str]) -> None:
        """Start with members in the first of these, the lowest."""
        self.tier_ids = tuple(tier_ids)
        self.risen: Counter[str] = Counter()
        self.fallen: Counter[str] = Counter()
        self._last: dict[str, str] = {}

    def add(self, outcome: Outcome) -> None:
        """Take in one purchase; those of a member in their order."""
        if outcome.entry is not None:
            self.see(outcome.entry.member_id, outcome.entry.tier_id)

    def see(self, member_id: str, tier_id: str) -> None:
        """Take in the tier that a member has now."""
        before = self._last.get(member_id, self.tier_ids[0])
        self._last[member_id] = tier_id
        rank = self.tier_ids.index
        if tier_id != before:
            (self.risen if rank(tier_id) > rank(before) else self.fallen)[tier_id] += 1

    def now(self) -> Counter[str]:
        """Return how many of the members seen are in each tier."""
        return Counter(self._last.values())
