"""What entries are made of: postings, awards, what paid, what was seen, undone or owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.accounts.holds import LotPart

SPENDABLE = "spendable"
QUALIFYING = "qualifying"


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
