"""What callers ask for, checked for shape: the input of the use cases.

Their canonical form is what a request id is bound to, so a field is part of the content.
"""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_points.domain.identities import Identity
from loyalty_points.domain.member import Attributes
from loyalty_points.domain.purchase import Purchase

MemberKey = str | Identity
"""A member's id, or an identity."""

RECORD_PURCHASE = "record_purchase"
REDEEM_POINTS = "redeem_points"
ENROLL_MEMBER = "enroll_member"
UPDATE_MEMBER = "update_member"
LINK_IDENTITY = "link_identity"
UNLINK_IDENTITY = "unlink_identity"
PUBLISH_PROGRAM = "publish_program"


@dataclass(frozen=True, slots=True)
class RecordPurchase:
    """Record a purchase, spending at most `burn_points` on it."""

    member: MemberKey
    purchase: Purchase
    burn_points: int


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
class EnrollMember:
    """Enroll a member."""

    identities: tuple[Identity, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class UpdateMember:
    """Replace a member's attributes."""

    member_id: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class ChangeIdentity:
    """Link or unlink an identity."""

    member_id: str
    identity: Identity
