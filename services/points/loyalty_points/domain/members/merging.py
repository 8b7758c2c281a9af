"""Two members found to be one: what the one had goes to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty_chassis.errors import LimitReached

from loyalty_points.domain.accounts.account import Account, DebtChange, Moved
from loyalty_points.domain.accounts.holds import HOLDS_MAX, Hold, LotPart
from loyalty_points.domain.accounts.lots import LotChange, spending_order
from loyalty_points.domain.members.member import (
    IDENTITIES_MAX,
    MERGED_MEMBERS_MAX,
    TAGS_MAX,
    Attributes,
    LimitCounter,
    Member,
    Visits,
)
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers import tiers


@dataclass(frozen=True, slots=True)
class AccountsMerged:
    """What a merge did to the two accounts."""

    away: Moved
    arrived: Moved
    holds_away: tuple[Hold, ...]
    holds_arrived: tuple[Hold, ...]


def merge_accounts(source: Account, target: Account, member_id: str, now_ms: int) -> AccountsMerged:
    """Move all lots, holds and debts of `source`, which is empty then; then repay debt.

    Lots keep their ids, holds their lots and deadlines; `member_id` is who is to spend
    what is held. Raises LimitReached where the target would have more than 200 lots or 64
    holds.
    """
    holds = tuple(source.holds.values())
    arriving = tuple(replace(hold, member_id=member_id) for hold in holds)
    _require(len(holds) + len(target.holds), HOLDS_MAX, "holds")
    lots = sorted(source.lots.values(), key=spending_order)
    taken = source.take([LotPart(lot.lot_id, lot.points) for lot in lots])
    came = [
        target.put(LotChange(change.lot_id, -change.points, change.since_ms)) for change in taken
    ]
    target.require_room()
    target.holds = {**target.holds, **{hold.hold_id: hold for hold in arriving}}
    owed = Counter(target.debt)
    owed.update(source.debt)
    target.debt = dict(owed)
    ended = tuple(DebtChange(name, name, -points) for name, points in source.debt.items())
    begun = tuple(DebtChange(name, name, points) for name, points in source.debt.items())
    source.holds, source.debt = {}, {}
    repaid = target.repay_from_lots(now_ms)
    return AccountsMerged(
        Moved(taken, ended),
        Moved((*came, *repaid.lot_changes), (*begun, *repaid.debt_changes)),
        holds,
        arriving,
    )


def merge_members(source: Member, target: Member, program: Program, now: datetime) -> None:
    """Give `target` all that is known of `source`, which keeps its id and when it came.

    What the target says of itself holds; of tiers, as of `now`, the higher. Who is frozen
    stays so. Raises LimitReached for more than 20 identities or 50 tags, or more than 20 members
    in one.
    """
    identities = (*target.identities, *source.identities)
    _require(len(identities), IDENTITIES_MAX, "identities")
    target.identities = tuple(sorted(identities, key=lambda known: known.link_time))
    merged = (*target.merged_member_ids, source.member_id, *source.merged_member_ids)
    _require(len(merged), MERGED_MEMBERS_MAX, "merged_members")
    target.merged_member_ids = merged
    shared = (*target.shared_account_ids, *source.shared_account_ids)
    target.shared_account_ids = tuple(dict.fromkeys(shared))
    if not target.attributes.birthday:
        target.birthday_change_day = max(target.birthday_change_day, source.birthday_change_day)
    target.attributes = _attributes(source.attributes, target.attributes)
    tiers.take_over(program, target, source, now)
    target.visits = _visits(source.visits, target.visits)
    target.counters = _counters((*target.counters, *source.counters))
    target.frozen_reason = target.frozen_reason or source.frozen_reason
    forget(source)
    source.merged_into, source.merged_member_ids = target.member_id, ()


def forget(member: Member) -> None:
    """Forget everything that a member's document knows of a person."""
    member.identities = ()
    member.attributes = Attributes()
    member.birthday_change_day = ""
    tiers.forget(member)
    member.visits = {}
    member.counters = ()
    member.frozen_reason = ""
    member.has_household = False
    member.segments = ()


def _attributes(source: Attributes, target: Attributes) -> Attributes:
    tags = tuple(dict.fromkeys((*target.tags, *source.tags)))
    _require(len(tags), TAGS_MAX, "tags")
    return Attributes(
        target.birthday or source.birthday,
        tags,
        target.home_business_id or source.home_business_id,
    )


def _visits(source: dict[str, Visits], target: dict[str, Visits]) -> dict[str, Visits]:
    together = dict(target)
    for business_id, visits in source.items():
        before = target.get(business_id)
        together[business_id] = before.and_those(visits) if before else visits
    return together


def _counters(counters: Sequence[LimitCounter]) -> tuple[LimitCounter, ...]:
    used: Counter[tuple[str, str]] = Counter()
    for counter in counters:
        used[counter.limit, counter.window] += counter.count
    return tuple(LimitCounter(*known, count) for known, count in used.items())


def _require(count: int, maximum: int, limit: str) -> None:
    if count > maximum:
        raise LimitReached(
            f"the members together have {count} {limit}, and one may have {maximum}",
            {"limit": limit, "maximum": maximum, "count": count},
        )
