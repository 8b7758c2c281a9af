"""Finds the account that a purchase's waiting points are in by now.

Points move with whoever earned them: into a household, and out of it if the program says so.
What waits is settled where it is, unlike a return, which is of the account that got it.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_chassis.storage.writes import LostRace

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.errors import MemberClosed
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.purchases.pending import find_holder, waiting_since
from loyalty_points.domain.purchases.purchase_state import PurchaseState, untouched_state
from loyalty_points.store import reading
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.returns.originals import Case, open_case


def open_waiting_case(parts: Parts, original: Entry, *, only_till: bool) -> Case:
    """Read a purchase's case, with the account that its waiting points are in.

    `only_till` looks for those that wait for the till alone. The account that got them where
    no other has any, or the member's present one where its owner was closed. Costs no more
    than `open_case` where they never moved; else it reads every account that the member
    shared, and their owners. Raises as `open_case` does, and LostRace.
    """
    bought_ms = to_ms(original.event_time)
    case: Case | None
    try:
        case = open_case(parts, original)
    except MemberClosed:  # the household's owner, maybe, after the points had left
        case = None
    else:
        draft = case.draft
        since_ms = waiting_since(
            draft.account, original, case.state, draft.now_ms, only_till=only_till
        )
        if since_ms is not None and since_ms <= bought_ms:
            return case
    holder_id = _holder_id(parts, original, only_till=only_till)
    if case and holder_id in {"", case.draft.account.account_id}:
        return case
    # What only qualifies is in no account: the member's own answers for it.
    return open_case(parts, original, holder_id or _present_account_id(original))


def _present_account_id(original: Entry) -> str:
    member = reading.read_member(original.member_id)
    return member.account_id or member.member_id


def _holder_id(parts: Parts, original: Entry, *, only_till: bool) -> str:
    """Return the account that the points are in, or empty if none has any. Raises LostRace."""
    member = reading.read_member(original.member_id)
    member.require_open()
    state = _state(original)
    now_ms = to_ms(parts.clock())
    ages = [
        (since_ms, account.account_id)
        for account in _accounts(original, member)
        if (since_ms := waiting_since(account, original, state, now_ms, only_till=only_till))
        is not None
    ]
    if ages:
        return find_holder(ages, to_ms(original.event_time))
    if reading.read_member(member.member_id).version != member.version:
        raise LostRace(original.entry_id)  # they may have moved from account to account meanwhile
    return ""


def _accounts(original: Entry, member: Member) -> Iterator[Account]:
    """Yield each account that points of an original may have moved to.

    Whose household the member was in may have been in another's since, and left them there.
    """
    waiting = [original.account_id, member.member_id]
    met, yielded = set[str](), set[str]()
    while waiting:
        account_id = waiting.pop()
        if account_id in met:
            continue
        met.add(account_id)
        account = reading.read_account(account_id)
        if account.account_id not in yielded:
            yielded.add(account.account_id)
            yield account
        owner = member if account_id == member.member_id else reading.read_member(account_id)
        waiting += owner.shared_account_ids


def _state(original: Entry) -> PurchaseState:
    lines = original.purchase.lines if original.purchase else ()
    return reading.read_purchase_state(original.entry_id) or untouched_state(
        original.entry_id, lines
    )
