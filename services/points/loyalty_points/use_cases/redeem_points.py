"""Spends points without a purchase, such as on a gift from the points mall."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.sliding import slide
from loyalty_points.domain.clearing.owing import owed_for_redemption, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import Burn
from loyalty_points.domain.journal.postings import balanced_postings, redeemed_flow
from loyalty_points.domain.members.member_limits import count_redemption
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.commands import REDEEM_POINTS, RedeemPoints
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def redeem_points(parts: Parts, call: Call, request_id: str, command: RedeemPoints) -> Entry:
    """Return the entry made: all points are taken, or none.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, StoreNotFound,
    StoreFrozen, MemberNotFound, MemberFrozen, InsufficientPoints, LimitReached or Conflict.
    """
    call.caller.require_store(command.business_id, command.store_id)
    ticket = parts.requests.ticket(call.caller, REDEEM_POINTS, request_id, command)

    def attempt() -> Entry:
        program = parts.book.in_force(parts.clock())
        program.business(command.business_id).zone_of(command.store_id)
        parts.frozen_stores.require_open(command.business_id, command.store_id)
        member_id = member_id_of(parts.identities, command.member)
        draft = up_to_date.read(parts, member_id)
        draft.member.require_active()
        changes = draft.account.spend(command.points, draft.now_ms)
        limits, zone_name = program.limits.members, program.time_zone
        count_redemption(draft.member, limits, command.points, draft.now, zone_name)
        spent = redeemed_flow(command.business_id, changes)
        slid = slide(draft.account, draft.now, draft.now_ms, program.zone_of_funder)
        entry = replace(
            journal.new_entry(draft, EntryKind.REDEMPTION, call, request_id),
            business_id=command.business_id,
            store_id=command.store_id,
            burned_points=command.points,
            burn=Burn(command.points, 0, "", "", command.reason, (), ()),
            lot_changes=(*changes, *slid),
            postings=balanced_postings(draft.account.account_id, [spent]),
            program_version=program.version,
            reason=command.reason,
            reference=command.reference,
            owed=together(owed_for_redemption(command.business_id, changes)),
            price_version=program.version,
        )
        return journal.append(parts, draft, entry, ticket)

    return journal.once(parts, call, ticket, attempt, f"{command.member}")
