"""What callers ask for about purchases."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.use_cases.commands import MemberKey

RECORD_PURCHASE = "record_purchase"
RECORD_ANONYMOUS_PURCHASE = "record_anonymous_purchase"
CLAIM_PURCHASE = "claim_purchase"
WITHDRAW_ANONYMOUS_PURCHASE = "withdraw_anonymous_purchase"


@dataclass(frozen=True, slots=True)
class RecordPurchase:
    """Record a purchase, spending at most `burn_points` on it."""

    member: MemberKey
    purchase: Purchase
    burn_points: int


@dataclass(frozen=True, slots=True)
class RecordAnonymousPurchase:
    """Record a purchase without a member."""

    purchase: Purchase


@dataclass(frozen=True, slots=True)
class WithdrawAnonymousPurchase:
    """Let a purchase without a member not be claimed any more."""

    claim_code: str
    """As in `ClaimPurchase`."""


@dataclass(frozen=True, slots=True)
class ClaimPurchase:
    """Give a member a purchase that was recorded without one."""

    member: MemberKey
    claim_code: str
    """In its one form; empty where what was typed cannot be a code."""
