"""Purchases recorded without a member, to be claimed by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.errors import ClaimCodeUsed, ClaimTooLate
from loyalty_points.domain.purchases.purchase import Purchase


@dataclass(frozen=True, slots=True)
class UnclaimedPurchase:
    """A purchase, and what became of it."""

    unclaimed_id: str
    """The keyed hash of its claim code."""
    purchase: Purchase
    receipt_key: str
    client_id: str
    """The till's."""
    record_time: datetime
    expire_time: datetime
    """From then on it cannot be claimed."""
    account_id: str = ""
    """The account that it was claimed for; empty as long as it was not."""

    withdraw_time: datetime | None = None
    """When it was returned, unclaimed; None as long as it was not."""

    def require_claimable(self, now: datetime) -> None:
        """Raise ClaimCodeUsed or ClaimTooLate where it cannot be claimed any more."""
        self.require_unclaimed()
        if now >= self.expire_time:
            raise ClaimTooLate(
                f"the purchase could be claimed until {self.expire_time.isoformat()}",
                {"expire_time": self.expire_time.isoformat()},
            )

    def require_unclaimed(self) -> None:
        """Raise ClaimCodeUsed where it was claimed or withdrawn already."""
        if self.account_id:
            raise ClaimCodeUsed("the purchase was claimed already")
        if self.withdraw_time:
            raise ClaimCodeUsed("the purchase was returned before anybody claimed it")
