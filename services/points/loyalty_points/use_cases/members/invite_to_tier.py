"""Invites a member to a tier: a floor, until it ends, whatever was earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.members.member import Invitation, Member
from loyalty_points.domain.tiers.tiers import bring_up_to, invite
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import INVITE_TO_TIER, InviteToTier
from loyalty_points.use_cases.parts import Parts


def invite_to_tier(parts: Parts, call: Call, request_id: str, command: InviteToTier) -> Member:
    """Return the member, invited; without a tier, with no invitation any more.

    Raises NotGranted, RequestIdReused, ProgramNotFound, InvalidField (tier, end),
    MemberNotFound, MemberMerged, MemberClosed or Conflict.
    """
    call.caller.require_group()
    reason, operator_id = command.reason, command.operator_id
    invitation = None
    if command.tier_id:
        invitation = Invitation(command.tier_id, reason, operator_id, command.end_time)

    def change(draft: Draft) -> Sequence[Write]:
        program = parts.book.in_force(draft.now)
        bring_up_to(draft.now, parts.book.in_force, draft.member)
        if invitation:
            _check(command, {tier.tier_id for tier in program.tiers}, draft)
        invite(program, draft.member, invitation, draft.now)
        return ()

    def tell(entry: Entry) -> Entry:
        return replace(entry, reason=reason, operator_id=operator_id, invitation=invitation)

    ticket = parts.requests.ticket(call.caller, INVITE_TO_TIER, request_id, command)
    return change_member(
        parts,
        call,
        request_id,
        ticket,
        EntryKind.TIER_INVITED,
        command.member_id,
        change,
        tell=tell,
    )


def _check(command: InviteToTier, tier_ids: set[str], draft: Draft) -> None:
    if command.tier_id not in tier_ids:
        known = ", ".join(sorted(tier_ids)) or "none"
        description = f"must be a tier of the program in force; there are: {known}"
        raise InvalidField.of([Violation("tier_id", description)])
    if command.end_time is not None and command.end_time <= draft.now:
        description = f"must be in the future; the server's time is {draft.now.isoformat()}"
        raise InvalidField.of([Violation("end_time", description)])
