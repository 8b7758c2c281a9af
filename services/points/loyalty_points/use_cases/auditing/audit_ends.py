"""What an audit checks of members that ended, beyond their own account: who answers for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.errors import MemberNotFound
from loyalty_points.store import auditing
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.rederive import Difference, Rederived, first_wrong


def audit_ends(account: Document, member: Document, rederived: Rederived) -> Difference | None:
    """Return the first difference. Reads the others who have the account, or had it.

    Who was merged into a member that was merged on is answered for by the same as that
    member is; and that one by whom its own journal says, which its own audit shows. What a
    member's own account does not tell while they share another's, the other tells.
    """
    own = {rederived.account_id: member}
    checks = [*_forwarding(account, member, rederived), *_persons(account, own, rederived)]
    return first_wrong(rederived.account_id, 0, checks) or _erased(rederived)


def _forwarding(account: Document, member: Document, rederived: Rederived) -> Iterator[Check]:
    ends = rederived.ends
    yield "close_time", ends.close_time, member.get("close_time")
    yield "account_id", ends.owner_id, member.get("account_id", "")
    answering = ""
    if ends.merged_into:
        first = _member(ends.merged_into)
        answering = first.get("merged_into") or ends.merged_into
    yield "merged_into", answering, member.get("merged_into", "")
    answers = _member(answering) if answering else member
    yield "forward_to", answers.get("account_id") or answering, account.get("forward_to", "")


def _persons(
    account: Document, known: dict[str, Document], rederived: Rederived
) -> Iterator[Check]:
    for member_id, person in rederived.ends.persons.items():
        member = known.get(member_id) or _member(member_id)
        yield "frozen_reason", person.frozen_reason, member.get("frozen_reason", "")
        yield "visits", person.visits, _visits(member)
        yield from person.terms.checks(member, account)
        if member_id not in known:
            yield "account_id", rederived.account_id, member.get("account_id", "")
    (owner,) = known.values()
    others = set(rederived.ends.persons) - set(known)
    yield "household_member_ids", others, set(owner.get("household_member_ids", ()))


def _visits(member: Document) -> dict[str, Counter[str]]:
    return {
        business_id: Counter(
            purchase_count=visits["purchase_count"], net_amount_minor=visits["net_amount_minor"]
        )
        for business_id, visits in member.get("visits", {}).items()
    }


def _erased(rederived: Rederived) -> Difference | None:
    """Return a difference where something is erased of a member that was not closed."""
    for member_id, sequence in rederived.ends.erased.items():
        member = _member(member_id)
        member = _member(member.get("merged_into") or member_id)
        if member.get("close_time") is None:
            return Difference(rederived.account_id, sequence, "seen", "what rules saw", "nothing")
    return None


def _member(member_id: str) -> Document:
    try:
        return auditing.stored_member(member_id)
    except MemberNotFound:
        return {}
