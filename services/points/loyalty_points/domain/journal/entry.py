"""Journal entries: what happened to an account, why, and the legs that balance it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from loyalty_points.domain.accounts.account import Balance, DebtChange
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.journal.entry_parts import (
    Award,
    Burn,
    HoldRecord,
    MergedMember,
    Owed,
    Posting,
    Reversal,
    Seen,
)
from loyalty_points.domain.members.member import Invitation
from loyalty_points.domain.purchases.purchase import Purchase


class EntryKind(StrEnum):
    """What an entry records."""

    MEMBER_ENROLLED = "member_enrolled"
    MEMBER_UPDATED = "member_updated"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    PURCHASE = "purchase"
    REDEMPTION = "redemption"
    POINTS_ACTIVATED = "points_activated"
    POINTS_EXPIRED = "points_expired"
    TIER_REVIEWED = "tier_reviewed"
    HOLD_PLACED = "hold_placed"
    HOLD_CAPTURED = "hold_captured"
    HOLD_RELEASED = "hold_released"
    HOLD_LAPSED = "hold_lapsed"
    PURCHASE_REVERSED = "purchase_reversed"
    REDEMPTION_REVERSED = "redemption_reversed"
    PURCHASE_CONFIRMED = "purchase_confirmed"
    PENDING_CANCELLED = "pending_cancelled"
    TRANSFER_SENT = "transfer_sent"
    TRANSFER_RECEIVED = "transfer_received"
    ADJUSTMENT = "adjustment"
    OPENING_BALANCE = "opening_balance"
    MEMBER_FROZEN = "member_frozen"
    MEMBER_UNFROZEN = "member_unfrozen"
    TIER_INVITED = "tier_invited"
    MEMBER_MERGED_AWAY = "member_merged_away"
    MEMBER_MERGED_IN = "member_merged_in"
    MEMBER_CLOSED = "member_closed"
    HOUSEHOLD_CREATED = "household_created"
    HOUSEHOLD_JOINED = "household_joined"
    HOUSEHOLD_LEFT = "household_left"
    SPEND_LIMIT_SET = "spend_limit_set"
    JOURNEY_AWARDED = "journey_awarded"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an account's journal."""

    account_id: str
    member_id: str
    sequence: int
    kind: EntryKind
    request_id: str
    client_id: str
    business_id: str
    store_id: str
    event_time: datetime
    record_time: datetime
    earned_points: int
    burned_points: int
    qualifying_points: int
    purchase: Purchase | None
    seen: Seen | None
    awards: tuple[Award, ...]
    burn: Burn | None
    lot_changes: tuple[LotChange, ...]
    debt_changes: tuple[DebtChange, ...]
    postings: tuple[Posting, ...]
    balance_after: Balance
    program_version: int
    plugins: tuple[str, ...]
    reason: str
    reference: str
    tier_id: str
    previous_hash: str
    chain_hash: str = ""
    hold: HoldRecord | None = None
    reversal: Reversal | None = None
    owed: tuple[Owed, ...] = ()
    """Who owes whom for the entry, at the transfer price of `price_version`."""
    price_version: int = 0
    """The program version whose transfer price holds; that of the original for a reversal."""
    counterpart: str = ""
    """The other account of a transfer."""
    operator_id: str = ""
    """Who answers for it, where a person does: of an adjustment, invitation or freeze."""
    approver_id: str = ""
    holds: tuple[Hold, ...] = ()
    """The holds that moved with a merge, or ended with a close."""
    merged: MergedMember | None = None
    """The other member, for a merge and for joining or leaving a household."""
    moved_points: int = 0
    """Points into the account (above zero) or out of it: lots, less debt."""
    total_points: int = 0
    """Points in all lots after the entry, less debt; below zero where more is owed."""
    invitation: Invitation | None = None
    """What the member was invited to; None where an invitation was taken back."""
    monthly_spend_limit: int | None = None
    """What the member may spend of the household from now on, for joining it and where the
    limit was set; None for no limit."""
    tier_before: str = ""
    """The member's tier right before the entry; `tier_id` is the one after it."""

    @property
    def entry_id(self) -> str:
        """Account and sequence."""
        return entry_id(self.account_id, self.sequence)

    @property
    def shared_account_id(self) -> str:
        """The account, where it was not the member's own; empty where it was."""
        return "" if self.account_id == self.member_id else self.account_id

    def without_details(self) -> Entry:
        """Return what every business may see: when, where, and how many points."""
        return replace(
            self,
            request_id="",
            client_id="",
            purchase=None,
            seen=None,
            awards=(),
            burn=None,
            lot_changes=(),
            debt_changes=(),
            postings=(),
            plugins=(),
            reason="",
            reference="",
            hold=None,
            reversal=None,
            owed=(),
            counterpart="",
            operator_id="",
            approver_id="",
            holds=(),
            merged=None,
            invitation=None,
            monthly_spend_limit=None,
        )


def entry_id(account_id: str, sequence: int) -> str:
    """Return the id of an entry."""
    return f"{account_id}-{sequence}"


def moved_points(entry: Entry) -> int:
    """Return the points that an entry moved into lots or out of debt, less the reverse."""
    into_lots = sum(change.points for change in entry.lot_changes)
    return into_lots - sum(change.points for change in entry.debt_changes)
