"""Replaces what is known of a member."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member, check_home
from loyalty_points.use_cases.members.member_commands import UPDATE_MEMBER, UpdateMember
from loyalty_points.use_cases.parts import Parts


def update_member(parts: Parts, call: Call, request_id: str, command: UpdateMember) -> Member:
    """Return the member after the update.

    Raises RequestIdReused, InvalidField (home business), MemberNotFound or Conflict.
    """

    def change(draft: Draft) -> Sequence[Write]:
        check_home(parts, command.attributes, draft.now)
        draft.member.learn(command.attributes, draft.now.date())
        return ()

    ticket = parts.requests.ticket(call.caller, UPDATE_MEMBER, request_id, command)
    return change_member(
        parts, call, request_id, ticket, EntryKind.MEMBER_UPDATED, command.member_id, change
    )
