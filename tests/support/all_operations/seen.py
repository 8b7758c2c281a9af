"""What a service says of accounts, members and entries, as the stateful model says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from support.all_operations.programs import Era


def seen_account(account: Any) -> dict[str, object]:
    """Return what GetAccount says, as the naive ledger says it."""
    balance = account.balance
    return {
        "available": balance.available_points,
        "pending": balance.pending_points,
        "held": balance.held_points,
        "debt": balance.debt_points,
        "due": balance.due_points,
        "expirations": [(_ms(each.expire_time), each.points) for each in account.expirations],
        "holds": sorted(
            (_ms(hold.deadline_time), hold.hold_id, hold.points) for hold in account.holds
        ),
    }


def seen_member(member: Any, era: Era) -> dict[str, object]:
    """Return what GetMember says, as a world says it."""
    if member.HasField("close_time"):
        return {"closed": True}
    progress, by_spend = member.tier_progress, era.tiers.by_spend
    limit = member.spend_limit.points_per_month if member.HasField("spend_limit") else None
    return {
        "ids": sorted([member.member_id, *member.merged_member_ids]),
        "frozen": bool(member.frozen_reason),
        "home": member.household_owner_id,
        "spend_limit": limit,
        "has_household": member.has_household,
        "sharing": sorted(member.household_member_ids),
        "tier": member.tier_id,
        "invited": member.invitation.tier_id,
        "review": _ms(member.tier_review_time),
        "counted": progress.counted_amount_minor if by_spend else progress.counted_points,
        "missing": progress.missing_amount_minor if by_spend else progress.missing_points,
    }


def moved_by(entries: Iterable[Any]) -> Counter[tuple[str, str, str]]:
    """Return what entries say was earned and spent: by word, account and member."""
    moved: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        moved["earned", entry.account_id, entry.member_id] += entry.earned_points
        moved["spent", entry.account_id, entry.member_id] += entry.burned_points
    return moved


def owed_by(entries: Iterable[Any]) -> Counter[tuple[str, str]]:
    """Return the points that one party owes another by these entries: by debtor and creditor."""
    owed: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        for each in entry.owed:
            owed[each.debtor, each.creditor] += each.points
    return owed


def _ms(timestamp: Timestamp) -> int:
    return int(timestamp.ToMilliseconds())
