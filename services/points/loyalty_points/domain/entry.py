"""Journal entries: what happened to an account, why, and the legs that balance it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from loyalty_points.domain.account import Balance, DebtChange
from loyalty_points.domain.lots import LotChange
from loyalty_points.domain.purchase import Purchase

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

    @property
    def entry_id(self) -> str:
        """Account and sequence."""
        return entry_id(self.account_id, self.sequence)

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
        )


def entry_id(account_id: str, sequence: int) -> str:
    """Return the id of an entry."""
    return f"{account_id}-{sequence}"


@dataclass(frozen=True, slots=True)
class Flow:
    """Points between the account and one ledger account, such as "issued:retail"."""

    counterpart: str
    lot_points: int = 0
    """Into the account's lots (above zero) or out of them."""
    debt_points: int = 0
    """Repaid by the account (above zero), or become owed."""
    qualifying_points: int = 0


def award_flow(award: Award, debt_changes: Iterable[DebtChange]) -> Flow:
    """Return the flow of an award, part of which may have repaid debt."""
    repaid = -sum(change.points for change in debt_changes)
    return Flow(f"issued:{award.funder}", award.points - repaid, repaid, award.qualifying_points)


def redeemed_flow(business_id: str, lot_changes: Iterable[LotChange]) -> Flow:
    """Return the flow of points spent at a business."""
    taken = sum(change.points for change in lot_changes)
    return Flow(f"redeemed:{business_id}", lot_points=taken)


def balanced_postings(account_id: str, flows: Iterable[Flow]) -> tuple[Posting, ...]:
    """Return the legs of an entry, one for each ledger account, adding up to zero."""
    legs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for flow in flows:
        legs[f"member:{account_id}", SPENDABLE] += flow.lot_points
        legs[f"debt:{account_id}", SPENDABLE] += flow.debt_points
        legs[flow.counterpart, SPENDABLE] -= flow.lot_points + flow.debt_points
        legs[f"member:{account_id}", QUALIFYING] += flow.qualifying_points
        legs[flow.counterpart, QUALIFYING] -= flow.qualifying_points
    return tuple(
        Posting(ledger_account, points, currency)
        for (ledger_account, currency), points in sorted(legs.items())
        if points
    )
