"""Unlinks an identity from a member, who keeps everything else."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.errors import IdentityNotLinked
from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.store import writing
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import UNLINK_IDENTITY, ChangeIdentity
from loyalty_points.use_cases.parts import Parts


def unlink_identity(parts: Parts, call: Call, request_id: str, command: ChangeIdentity) -> Member:
    """Return the member after the unlink.

    Raises RequestIdReused, MemberNotFound, IdentityNotLinked or Conflict.
    """
    identity_id = parts.identities.identity_id(command.identity)

    def change(draft: Draft) -> Sequence[Write]:
        known = draft.member.identities
        left = tuple(each for each in known if each.identity_id != identity_id)
        if len(left) == len(known):
            raise IdentityNotLinked("the member does not have this identity")
        draft.member.identities = left
        return (writing.delete_identity(identity_id, draft.member.member_id),)

    ticket = parts.requests.ticket(call.caller, UNLINK_IDENTITY, request_id, command)
    return change_member(
        parts, call, request_id, ticket, EntryKind.IDENTITY_UNLINKED, command.member_id, change
    )
