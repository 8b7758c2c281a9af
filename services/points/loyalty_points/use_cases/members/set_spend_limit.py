"""Sets what a member may spend of the household they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.household import limit_spending
from loyalty_points.domain.members.member import Member
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import SET_SPEND_LIMIT, SetSpendLimit
from loyalty_points.use_cases.parts import Parts


def set_spend_limit(parts: Parts, call: Call, request_id: str, command: SetSpendLimit) -> Member:
    """Return the member. The entry is in the account that they share.

    Raises NotGranted, RequestIdReused, MemberNotFound, MemberClosed, HouseholdNotFound or
    Conflict.
    """
    call.caller.require_group()
    limit = command.monthly_spend_limit

    def change(draft: Draft) -> Sequence[Write]:
        limit_spending(draft.member, limit)
        return ()

    ticket = parts.requests.ticket(call.caller, SET_SPEND_LIMIT, request_id, command)
    return change_member(
        parts,
        call,
        request_id,
        ticket,
        EntryKind.SPEND_LIMIT_SET,
        command.member_id,
        change,
        tell=lambda entry: replace(entry, monthly_spend_limit=limit),
    )
