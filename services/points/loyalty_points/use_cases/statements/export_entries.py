"""All entries of a period, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from loyalty_chassis.calls import Call

from loyalty_points.domain.journal.entry import Entry
from loyalty_points.store import reading, scanning
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def export_entries(
    parts: Parts,
    call: Call,
    key: MemberKey | None,
    span: tuple[datetime, datetime],
    business_id: str,
) -> tuple[int, Iterator[Entry]]:
    """Return how many entries there are, and the entries: a member's, or all.

    Those of an account are in order of sequence, all in order of record time. Raises
    MemberNotFound or NotGranted (another business).
    """
    start, end = span
    if business_id:
        call.caller.require_business(business_id)
    if key is not None:
        return _of_account(parts, call, key, span, business_id)
    if not call.caller.is_group:
        business_id = call.caller.business_id
    count = scanning.count_between(start, end, business_id)
    return count, scanning.entries_between(call.caller, start, end, business_id)


def _of_account(
    parts: Parts, call: Call, key: MemberKey, span: tuple[datetime, datetime], business_id: str
) -> tuple[int, Iterator[Entry]]:
    account_id = reading.read_account(member_id_of(parts.identities, key)).account_id
    found = scanning.totals_by_kind(account_id, *span, business_id)
    if not found:
        return 0, iter(())
    first, last = min(each["first"] for each in found), max(each["last"] for each in found)
    entries = scanning.entries_of(call.caller, account_id, first, last)
    wanted = (entry for entry in entries if business_id in ("", entry.business_id))
    return sum(each["entry_count"] for each in found), wanted
