"""What callers ask for that merges members, closes them, or lets them share an account."""

from __future__ import annotations

from dataclasses import dataclass


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
