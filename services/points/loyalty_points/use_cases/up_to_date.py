"""Reads a member whose account is to be changed: how late workers are makes no difference.

What can be spent is a view of lots and holds, at any instant. Debt is none: points that
become active or free repay it at that very instant, though they may have expired since. So
where an account owes points, or may come to owe some, activations and lapses are written
down before it is changed. Where it owes none this costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from loyalty_points.domain.accounts.due import has_points_to_set_free
from loyalty_points.domain.tiers.tiers import bring_up_to
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.settle_accounts import settle_next


def read(parts: Parts, member_id: str) -> Draft:
    """Read a member and the account, brought up to date if it owes points, and the tier.

    Raises MemberNotFound, MemberClosed or LostRace.
    """
    draft = Draft.read(member_id, parts.clock)
    if draft.account.debt:
        draft = brought(parts, draft, lambda: Draft.read(member_id, parts.clock))
    bring_up_to(draft.now, parts.book.in_force, draft.member)
    return draft


def read_in_any_case(parts: Parts, member_id: str) -> Draft:
    """Read likewise, though it may owe none: where debt or holds are made, or move in.

    Raises as `read` does.
    """

    def read_again() -> Draft:
        return Draft.read(member_id, parts.clock)

    return brought(parts, read_again(), read_again)


def brought(parts: Parts, draft: Draft, read_again: Callable[[], Draft]) -> Draft:
    """Return a draft of an account that is up to date: this one, or as read again.

    Raises LostRace and what `read_again` raises.
    """
    while has_points_to_set_free(draft.account, draft.now_ms):
        settle_next(parts, draft.account.account_id)
        draft = read_again()
    return draft
