"""Households: members who share the account of one of them, the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty_chassis.errors import LimitReached

from loyalty_points.domain.accounts.account import Account, Moved
from loyalty_points.domain.accounts.lots import Lot, LotChange, LotKey
from loyalty_points.domain.errors import HoldsOpen, HouseholdNotFound, InHousehold
from loyalty_points.domain.members.member import HOUSEHOLD_MEMBERS_MAX, Member


@dataclass(frozen=True, slots=True)
class Moving:
    """What went from one account to another."""

    away: Moved
    arrived: Moved


def require_unshared(member: Member) -> None:
    """Raise InHousehold if the member shares another's account, or others share theirs."""
    if member.account_id or member.household_member_ids:
        raise InHousehold(
            "the member is in a household: leave it first, or let the others leave it",
            {"member_id": member.member_id},
        )


def create(owner: Member) -> None:
    """Let others share a member's account. Raises InHousehold where it is another's."""
    if owner.account_id:
        require_unshared(owner)
    owner.has_household = True


def join(member: Member, owner: Member, monthly_spend_limit: int | None) -> None:
    """Let a member share the owner's account, spending so much a calendar month.

    0 for nothing, None for no limit. Raises InHousehold, HouseholdNotFound or LimitReached.
    """
    require_unshared(member)
    if not owner.has_household:
        raise HouseholdNotFound(
            "the member has no household of their own", {"member_id": owner.member_id}
        )
    if len(owner.household_member_ids) >= HOUSEHOLD_MEMBERS_MAX:
        raise LimitReached(
            f"a household has at most {HOUSEHOLD_MEMBERS_MAX} members beside its owner",
            {"limit": "household_members", "maximum": HOUSEHOLD_MEMBERS_MAX},
        )
    owner.household_member_ids = (*owner.household_member_ids, member.member_id)
    member.account_id, member.monthly_spend_limit = owner.member_id, monthly_spend_limit
    member.has_household = False
    shared = (*member.shared_account_ids, owner.member_id)
    member.shared_account_ids = tuple(dict.fromkeys(shared))


def limit_spending(member: Member, monthly_spend_limit: int | None) -> None:
    """Let a member spend so much of the account they share, as in `join`.

    Raises HouseholdNotFound where they share nobody's.
    """
    if not member.account_id:
        raise HouseholdNotFound(
            "the member shares nobody's account", {"member_id": member.member_id}
        )
    member.monthly_spend_limit = monthly_spend_limit


def leave(member: Member, owner: Member) -> None:
    """Let a member who shares the owner's account have their own again."""
    owner.household_member_ids = tuple(
        other for other in owner.household_member_ids if other != member.member_id
    )
    member.account_id, member.monthly_spend_limit = "", None


def require_no_holds(account: Account, member_id: str, now_ms: int) -> None:
    """Raise HoldsOpen if points are set aside for the member."""
    live = [
        hold.hold_id
        for hold in account.holds.values()
        if hold.member_id == member_id and hold.is_live(now_ms)
    ]
    if live:
        raise HoldsOpen(
            "points are set aside for the member: capture or release them first",
            {"hold_ids": ", ".join(sorted(live))},
        )


def take_own_lots(shared: Account, own: Account, earner_ids: Sequence[str], now_ms: int) -> Moving:
    """Move what is left of the lots that a member earned to their own account.

    The shared account repays its debt before, with all it can; the debt that is left
    stays with it. Points that others set aside stay too. Raises LimitReached.
    """
    repaid = shared.repay_from_lots(now_ms)
    lots = [lot for lot in shared.lots.values() if _earner(lot) in earner_ids]
    free = [part for lot in lots for part in shared.choose(lot.points, [lot], now_ms)]
    taken = shared.take(free)
    came = tuple(
        own.put(LotChange(change.lot_id, -change.points, change.since_ms)) for change in taken
    )
    own.require_room()
    return Moving(Moved((*repaid.lot_changes, *taken), repaid.debt_changes), Moved(came))


def _earner(lot: Lot) -> str:
    return LotKey.parse(lot.lot_id).earner
