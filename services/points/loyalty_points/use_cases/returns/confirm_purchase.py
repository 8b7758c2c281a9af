"""Confirms a purchase, so that the points that wait for it become active."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.lot_terms import LotTerms
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import Award
from loyalty_points.domain.journal.postings import balanced_postings, inner_flow
from loyalty_points.domain.purchases.pending import confirm
from loyalty_points.domain.purchases.purchase_state import Pending
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.purchase_commands import RECORD_PURCHASE
from loyalty_points.use_cases.returns.originals import (
    PURCHASES,
    Case,
    append,
    find_original,
    once,
    require_kind,
)
from loyalty_points.use_cases.returns.return_commands import CONFIRM_PURCHASE, ConfirmPurchase
from loyalty_points.use_cases.returns.waiting import open_waiting_case


def confirm_purchase(parts: Parts, call: Call, request_id: str, command: ConfirmPurchase) -> Entry:
    """Return the entry made.

    Raises RequestIdReused, EntryNotFound, NotGranted, NotReversible, ProgramNotFound,
    MemberClosed, NothingPending, LimitReached or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, CONFIRM_PURCHASE, request_id, command)

    def attempt() -> Entry:
        original = find_original(parts, call, command.original, RECORD_PURCHASE)
        require_kind(original, PURCHASES)
        case = open_waiting_case(parts, original, only_till=True)
        draft = case.draft
        confirmed = confirm(
            draft.account,
            original,
            case.state,
            lambda award: _active_key(case, award),
            draft.now_ms,
        )
        moved = confirmed.moved
        flow = inner_flow(moved.lot_changes, moved.debt_changes)
        version = parts.book.in_force(draft.now).version
        entry = replace(
            journal.new_entry(draft, EntryKind.PURCHASE_CONFIRMED, call, request_id),
            business_id=original.business_id,
            store_id=original.store_id,
            lot_changes=moved.lot_changes,
            debt_changes=moved.debt_changes,
            postings=balanced_postings(draft.account.account_id, [flow]),
            program_version=version,
            reference=original.entry_id,
            owed=together(owed_for_repaid_debt(moved.debt_changes)),
            price_version=version,
        )
        after = replace(
            case.state, pending=Pending.CONFIRMED, active_lot_ids=confirmed.active_lot_ids
        )
        return append(parts, case, entry, ticket, after)

    return once(parts, call, ticket, command.original, attempt)


def _active_key(case: Case, award: Award) -> LotKey:
    """Return the lot of points that become active now, by the program that gave them."""
    program, business = case.program, case.business
    terms = LotTerms(program.expiry_of(business), business.time_zone)
    if case.is_group_wide(award.plugin):
        terms = LotTerms(program.expiry, program.time_zone)
    waiting = LotKey.parse(award.lot_id)
    return terms.confirmed_key(waiting, award.waiting_expiry, case.draft.now)
