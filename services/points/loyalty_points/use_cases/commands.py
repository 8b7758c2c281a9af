"""What callers ask for, checked for shape: the input of the use cases.

Their canonical form is what a request id is bound to, so a field is part of the content.
"""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_points.domain.members.identities import Identity

MemberKey = str | Identity
"""A member's id, or an identity."""

REDEEM_POINTS = "redeem_points"
TRANSFER_POINTS = "transfer_points"


@dataclass(frozen=True, slots=True)
class RedeemPoints:
    """Spend points without a purchase."""

    member: MemberKey
    business_id: str
    store_id: str
    points: int
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class TransferPoints:
    """Move points to another member."""

    sender: MemberKey
    recipient: MemberKey
    points: int
    business_id: str
    store_id: str
    reason: str
    reference: str
