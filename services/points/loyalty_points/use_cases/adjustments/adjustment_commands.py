"""What operators ask for that changes a balance by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_points.domain.accounts.adjusting import Adjustment
from loyalty_points.use_cases.commands import MemberKey

ADJUST_POINTS = "adjust_points"
PROPOSE_ADJUSTMENT = "propose_adjustment"
APPROVE_ADJUSTMENT = "approve_adjustment"
REJECT_ADJUSTMENT = "reject_adjustment"
IMPORT_OPENING_BALANCE = "import_opening_balance"


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
