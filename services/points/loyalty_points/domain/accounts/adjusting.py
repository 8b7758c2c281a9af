"""Points that people give and take by hand, and those brought along from an earlier system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty_points.domain.accounts.account import Account, Given, Moved
from loyalty_points.domain.accounts.lots import LotKey


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points that an operator gives (above zero) or takes (below)."""

    points: int
    funder: str
    """Who pays for points given and gets back points taken."""
    reason: str
    operator_id: str
    expire_time: datetime | None
    """Of points given; None for the program's policy."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An adjustment that a second operator decides on."""

    proposal_id: str
    """A ULID, so that ids are in order of time."""
    member_id: str
    adjustment: Adjustment
    propose_time: datetime
    propose_client_id: str
    state: ProposalState = ProposalState.OPEN
    decide_time: datetime | None = None
    decide_client_id: str = ""
    decide_operator_id: str = ""
    entry_id: str = ""
    """The entry that the approval made."""


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Points that came together before this suite knew them."""

    funder: str
    points: int
    expire_ms: int
    """0 for never."""
    since_ms: int
    """When they were earned."""


def adjust(account: Account, points: int, key: LotKey, now_ms: int) -> Moved:
    """Give points to the lot of `key`, repaying debt first, or take points, all or none.

    Raises InsufficientPoints or LimitReached.
    """
    if points < 0:
        return Moved(account.spend(-points, now_ms))
    given = account.give(key, points, now_ms, now_ms)
    account.require_room()
    return Moved(given.lot_changes, given.debt_changes)


def bring_along(
    account: Account, lots: Sequence[OpeningLot], earner: str, now_ms: int
) -> list[Given]:
    """Give each lot, repaying debt first, in the order given. Raises LimitReached."""
    given = [
        account.give(LotKey(lot.funder, 0, lot.expire_ms, earner), lot.points, lot.since_ms, now_ms)
        for lot in lots
    ]
    account.require_room()
    return given
