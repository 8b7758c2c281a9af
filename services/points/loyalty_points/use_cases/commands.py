"""What callers ask for, checked for shape: the input of the use cases.

Their canonical form is what a request id is bound to, so a field is part of the content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.accounts.adjusting import Adjustment
from loyalty_points.domain.members.identities import Identity
from loyalty_points.domain.members.member import Attributes
from loyalty_points.domain.purchases.purchase import Purchase

MemberKey = str | Identity
"""A member's id, or an identity."""

RECORD_PURCHASE = "record_purchase"
REDEEM_POINTS = "redeem_points"
RECORD_ANONYMOUS_PURCHASE = "record_anonymous_purchase"
CLAIM_PURCHASE = "claim_purchase"
WITHDRAW_ANONYMOUS_PURCHASE = "withdraw_anonymous_purchase"
ENROLL_MEMBER = "enroll_member"
UPDATE_MEMBER = "update_member"
LINK_IDENTITY = "link_identity"
UNLINK_IDENTITY = "unlink_identity"
MERGE_MEMBERS = "merge_members"
CLOSE_MEMBER = "close_member"
CREATE_HOUSEHOLD = "create_household"
JOIN_HOUSEHOLD = "join_household"
LEAVE_HOUSEHOLD = "leave_household"
SET_SPEND_LIMIT = "set_spend_limit"
FREEZE_MEMBER = "freeze_member"
UNFREEZE_MEMBER = "unfreeze_member"
INVITE_TO_TIER = "invite_to_tier"
PUBLISH_PROGRAM = "publish_program"
PLACE_HOLD = "place_hold"
CAPTURE_HOLD = "capture_hold"
RELEASE_HOLD = "release_hold"
FREEZE_STORE = "freeze_store"
UNFREEZE_STORE = "unfreeze_store"
TRANSFER_POINTS = "transfer_points"
ADJUST_POINTS = "adjust_points"
PROPOSE_ADJUSTMENT = "propose_adjustment"
APPROVE_ADJUSTMENT = "approve_adjustment"
REJECT_ADJUSTMENT = "reject_adjustment"
IMPORT_OPENING_BALANCE = "import_opening_balance"
CLOSE_CLEARING = "close_clearing"


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


@dataclass(frozen=True, slots=True)
class AdjustPoints:
    """Give points to a member or take them by hand; also to propose it."""

    member: MemberKey
    adjustment: Adjustment


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """Approve or reject a proposed adjustment."""

    proposal_id: str
    operator_id: str


@dataclass(frozen=True, slots=True)
class BroughtLot:
    """Points that came together, before this suite knew them."""

    funder: str
    points: int
    expire_time: datetime | None
    earn_time: datetime | None


@dataclass(frozen=True, slots=True)
class ImportOpeningBalance:
    """Bring along what a member held in an earlier system."""

    member: MemberKey
    lots: tuple[BroughtLot, ...]


@dataclass(frozen=True, slots=True)
class FreezeMember:
    """Keep a member from earning and spending; without a reason, let them again."""

    member_id: str
    reason: str = ""
    operator_id: str = ""


@dataclass(frozen=True, slots=True)
class InviteToTier:
    """Give a member at least a tier until it ends; without one, take the invitation back."""

    member_id: str
    tier_id: str
    reason: str
    operator_id: str
    end_time: datetime | None


@dataclass(frozen=True, slots=True)
class FreezeStore:
    """Keep a store from giving and taking points; without a reason, let it again."""

    business_id: str
    store_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Set points aside for a business."""

    member: MemberKey
    business_id: str
    store_id: str
    points: int
    duration_seconds: int
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class CaptureHold:
    """Spend points of a hold."""

    member: MemberKey
    hold_id: str
    points: int
    """0 for all."""
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Set the points of a hold free."""

    member: MemberKey
    hold_id: str
