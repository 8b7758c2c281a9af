"""Links one more identity to a member."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import LimitReached
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import IDENTITIES_MAX, LinkedIdentity, Member
from loyalty_points.store import writing
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import LINK_IDENTITY, ChangeIdentity
from loyalty_points.use_cases.parts import Parts


def link_identity(parts: Parts, call: Call, request_id: str, command: ChangeIdentity) -> Member:
    """Return the member after the link.

    Raises RequestIdReused, MemberNotFound, IdentityInUse, LimitReached or Conflict.
    """
    identity_id = parts.identities.identity_id(command.identity)

    def change(draft: Draft) -> Sequence[Write]:
        known = draft.member.identities
        if len(known) >= IDENTITIES_MAX:
            raise LimitReached(
                f"a member has at most {IDENTITIES_MAX} identities",
                {"limit": "identities", "maximum": IDENTITIES_MAX},
            )
        kind = command.identity.identity_type.value
        draft.member.identities = (*known, LinkedIdentity(kind, identity_id, draft.now))
        return (writing.insert_identities((identity_id,), draft.member.member_id),)

    ticket = parts.requests.ticket(call.caller, LINK_IDENTITY, request_id, command)
    return change_member(
        parts, call, request_id, ticket, EntryKind.IDENTITY_LINKED, command.member_id, change
    )
