"""Freezes members and lifts freezes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import Write

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.domain.members.member import Member
from loyalty_points.use_cases.journal import Draft
from loyalty_points.use_cases.members.member_change import change_member
from loyalty_points.use_cases.members.member_commands import (
    FREEZE_MEMBER,
    UNFREEZE_MEMBER,
    FreezeMember,
)
from loyalty_points.use_cases.parts import Parts


def freeze_member(parts: Parts, call: Call, request_id: str, command: FreezeMember) -> Member:
    """Return the member, frozen for the command's reason.

    Raises NotGranted, RequestIdReused, MemberNotFound or Conflict.
    """
    return _set_reason(parts, call, request_id, command, FREEZE_MEMBER, EntryKind.MEMBER_FROZEN)


def unfreeze_member(parts: Parts, call: Call, request_id: str, command: FreezeMember) -> Member:
    """Return the member, not frozen. Raises as `freeze_member` does."""
    return _set_reason(parts, call, request_id, command, UNFREEZE_MEMBER, EntryKind.MEMBER_UNFROZEN)


def _set_reason(
    parts: Parts,
    call: Call,
    request_id: str,
    command: FreezeMember,
    operation: str,
    kind: EntryKind,
) -> Member:
    call.caller.require_group()

    def change(draft: Draft) -> Sequence[Write]:
        draft.member.frozen_reason = command.reason
        return ()

    ticket = parts.requests.ticket(call.caller, operation, request_id, command)
    reason, operator_id = command.reason, command.operator_id
    return change_member(
        parts,
        call,
        request_id,
        ticket,
        kind,
        command.member_id,
        change,
        tell=lambda entry: replace(entry, reason=reason, operator_id=operator_id),
    )
