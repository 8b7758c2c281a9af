"""What callers ask for about members, and about households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.members.identities import Identity
from loyalty_points.domain.members.member import Attributes

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
class MergeMembers:
    """Give the target all that the source has: they are one."""

    source_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class CloseMember:
    """Write off what a member holds, and forget who it was."""

    member_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CreateHousehold:
    """Let others share a member's account."""

    owner_id: str


@dataclass(frozen=True, slots=True)
class JoinHousehold:
    """Share the owner's account, with all that one has."""

    member_id: str
    owner_id: str
    monthly_spend_limit: int | None
    """In points; None for no limit."""


@dataclass(frozen=True, slots=True)
class SetSpendLimit:
    """Let a member spend so much of the account they share."""

    member_id: str
    monthly_spend_limit: int | None
    """As in `JoinHousehold`."""


@dataclass(frozen=True, slots=True)
class LeaveHousehold:
    """Have an account of one's own again."""

    member_id: str
