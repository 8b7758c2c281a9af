"""Lets other members share the account of one."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.household import create
from loyalty_points.domain.members.member import Member
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import CREATE_HOUSEHOLD, CreateHousehold
from loyalty_points.use_cases.parts import Parts


def create_household(parts: Parts, call: Call, request_id: str, command: CreateHousehold) -> Member:
    """Return the owner. One who has a household already keeps it.

    Raises NotGranted, RequestIdReused, MemberNotFound, MemberClosed, InHousehold or Conflict.
    """
    call.caller.require_group()

    def change(draft: Draft) -> Sequence[Write]:
        create(draft.member)
        return ()

    ticket = parts.requests.ticket(call.caller, CREATE_HOUSEHOLD, request_id, command)
    kind = EntryKind.HOUSEHOLD_CREATED
    return change_member(parts, call, request_id, ticket, kind, command.owner_id, change)
