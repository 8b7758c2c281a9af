"""Journal entries: what happened to an account, why, and the legs that balance it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from loyalty_points.domain.accounts.account import Balance, DebtChange
from loyalty_points.domain.accounts.holds import Hold, LotPart
from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.members.member import Invitation
from loyalty_points.domain.purchases.purchase import Purchase

SPENDABLE = "spendable"
QUALIFYING = "qualifying"


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
class Posting:
    """One leg of an entry."""

    ledger_account: str
    points: int
    currency: str


@dataclass(frozen=True, slots=True)
class Award:
    """Points that one rule gave, and why."""

    plugin: str
    rule_id: str
    reason: str
    points: int
    qualifying_points: int
    requested_points: int
    limited_by: str
    funder: str
    lot_id: str
    expire_time: datetime | None
    born_expired: bool
    line_points: tuple[int, ...]
    """For each line of the purchase, in order, adding up to `points`."""
    line_qualifying_points: tuple[int, ...]
    """Likewise, adding up to `qualifying_points`."""
    waiting_expiry: str = ""
    """The rule's own expiry policy, as JSON, of points that await the till's word: counted
    from then. Empty for the program's."""


@dataclass(frozen=True, slots=True)
class LinePaid:
    """Points of one lot that paid for one line."""

    line: int
    """Index of the line."""
    lot_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Burn:
    """Points spent, on what terms and for what."""

    points: int
    amount_minor: int
    plugin: str
    rule_id: str
    reason: str
    line_amounts_minor: tuple[int, ...]
    """The amount paid of each line, adding up to `amount_minor`."""
    lines_paid: tuple[LinePaid, ...]


@dataclass(frozen=True, slots=True)
class SeenVisits:
    """The visits to one business that rules saw."""

    business_id: str
    purchase_count: int
    net_amount_minor: int
    first_time: datetime
    last_time: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules saw of the member, so that they can be asked again.

    The journal signs a digest of it only, so that it can be erased with the member;
    `salt` keeps the digest from telling what was erased.
    """

    salt: str

    tier_id: str
    tags: tuple[str, ...]
    home_business_id: str
    is_birthday: bool
    is_birthday_month: bool
    visits: tuple[SeenVisits, ...]
    tier_benefits: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldRecord:
    """The hold that an entry placed, captured, released or let lapse."""

    hold_id: str
    deadline_time: datetime
    parts: tuple[LotPart, ...]
    """Where its points are, or were."""


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """What of one line was returned by one reversal."""

    line_id: str
    """The line of the original."""
    amount_minor: int
    """Of its net amount."""
    quantity_milli: int
    paid_amount_minor: int
    """The part of the amount that points had paid, and which they come back for."""
    returned: int
    """Of the line's basis, all reversals so far together."""
    returned_quantity_milli: int
    """Likewise of its quantity."""


@dataclass(frozen=True, slots=True)
class ReturnedAward:
    """What was taken back of one award of the original."""

    award: int
    """Index of the award."""
    funder: str
    points: int
    qualifying_points: int


@dataclass(frozen=True, slots=True)
class Reversal:
    """What a reversal undid, and where the points went or came from."""

    entry_id: str
    """The original."""
    is_void: bool
    is_complete: bool
    """Whether nothing is left to be returned."""
    lines: tuple[ReturnedLine, ...]
    awards: tuple[ReturnedAward, ...]
    restored_points: int
    """Points that had been spent and came back; `available` and `expired` add up to it."""
    restored_available_points: int
    restored_expired_points: int
    clawed_back_points: int
    """Points that had been earned; the three below add up to it."""
    clawed_back_pending_points: int
    clawed_back_available_points: int
    clawed_back_debt_points: int
    currency_code: str = ""
    """Of the original's amounts; empty for a redemption."""

    @property
    def refund_amount_minor(self) -> int:
        """What the till gives back by other means than points."""
        return sum(line.amount_minor - line.paid_amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Owed:
    """Points for which one party of the group owes another."""

    debtor: str
    creditor: str
    points: int
    """Below zero where a reversal takes back what was owed."""


@dataclass(frozen=True, slots=True)
class MergedMember:
    """The other member of a merge, and what went along beside points and holds.

    Likewise of a household that somebody joined or left.
    """

    member_id: str
    identity_count: int
    visits: tuple[SeenVisits, ...]
    frozen_reason: str


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
