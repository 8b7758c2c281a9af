"""Gives back points of a redemption, or of a hold that was captured."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.members.member_limits import give_back_redeemed
from loyalty_points.domain.returns.carrying_out import carry_out
from loyalty_points.domain.returns.undoing import undo_redemption
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import REDEEM_POINTS
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.returns.originals import (
    REDEMPTIONS,
    append,
    find_original,
    once,
    open_case,
    require_kind,
)
from loyalty_points.use_cases.returns.return_commands import REVERSE_REDEMPTION, ReverseRedemption
from loyalty_points.use_cases.returns.reversing import (
    fill_reversal,
    grace_expire_ms,
    require_open_store,
)


def reverse_redemption(
    parts: Parts, call: Call, request_id: str, command: ReverseRedemption
) -> Entry:
    """Return the entry made.

    Raises RequestIdReused, EntryNotFound, NotGranted, NotReversible, ProgramNotFound,
    BusinessNotFound, StoreNotFound, StoreFrozen, ReturnExceedsPurchase, LimitReached or
    Conflict.
    """
    ticket = parts.requests.ticket(call.caller, REVERSE_REDEMPTION, request_id, command)

    def attempt() -> Entry:
        original = find_original(parts, call, command.original, REDEEM_POINTS, command.store_id)
        require_kind(original, REDEMPTIONS)
        current = parts.book.in_force(parts.clock())
        require_open_store(parts, current, original.business_id, command.store_id)
        case = open_case(parts, original)
        undoing = undo_redemption(original, case.state, command.points)
        draft = case.draft
        grace_ms = grace_expire_ms(current, case, draft.now)
        undone = carry_out(draft.account, original, case.state, undoing, draft.now_ms, grace_ms)
        zone_name = parts.book.in_force(original.record_time).time_zone
        restored = undone.reversal.restored_points
        shared_id = original.shared_account_id
        give_back_redeemed(draft.member, restored, original.record_time, zone_name, shared_id)
        entry = journal.new_entry(draft, EntryKind.REDEMPTION_REVERSED, call, request_id)
        entry = replace(
            fill_reversal(entry, case, undone),
            store_id=command.store_id,
            program_version=current.version,
            reason=command.reason,
            reference=command.reference,
        )
        return append(parts, case, entry, ticket, replace(case.state, lines=undoing.after))

    return once(parts, call, ticket, command.original, attempt)
