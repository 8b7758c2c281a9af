"""Returns a purchase, all or part of it, or voids it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation

from loyalty_points.domain.errors import VoidTooLate
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.members.member_limits import give_back_redeemed
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.domain.returns.carrying_out import Undone, carry_out
from loyalty_points.domain.returns.returns import (
    LineReturn,
    LineState,
    return_all,
    return_amount,
    return_lines,
    untouched,
)
from loyalty_points.domain.returns.undoing import undo_purchase
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.purchase_commands import RECORD_PURCHASE
from loyalty_points.use_cases.purchases.setting import check_till_time
from loyalty_points.use_cases.returns.originals import (
    PURCHASES,
    Case,
    append,
    find_original,
    once,
    open_case,
    require_kind,
)
from loyalty_points.use_cases.returns.return_commands import (
    REVERSE_PURCHASE,
    ReversePurchase,
    WantedLine,
)
from loyalty_points.use_cases.returns.reversing import (
    fill_reversal,
    grace_expire_ms,
    require_open_store,
)
from loyalty_points.use_cases.returns.taking_back import forget_awards, forget_spend


def reverse_purchase(parts: Parts, call: Call, request_id: str, command: ReversePurchase) -> Entry:
    """Return the entry made.

    Raises RequestIdReused, EntryNotFound, NotGranted, NotReversible, ProgramNotFound,
    InvalidField (time, line), BusinessNotFound, StoreNotFound, StoreFrozen, VoidTooLate,
    ReturnExceedsPurchase, LimitReached or Conflict. A frozen member may return things.
    """
    ticket = parts.requests.ticket(call.caller, REVERSE_PURCHASE, request_id, command)

    def attempt() -> Entry:
        original = find_original(parts, call, command.original, RECORD_PURCHASE, command.store_id)
        require_kind(original, PURCHASES)
        now = parts.clock()
        current = parts.book.in_force(now)
        check_till_time(current, command.return_time, now, "return_time")
        then = parts.book.in_force(min(command.return_time, now))
        require_open_store(parts, then, original.business_id, command.store_id)
        case = open_case(parts, original)
        after = _after(case, _purchase_of(original), command)
        undoing = undo_purchase(original, case.state, after)
        draft = case.draft
        grace_ms = grace_expire_ms(current, case, draft.now)
        undone = carry_out(draft.account, original, case.state, undoing, draft.now_ms, grace_ms)
        _remember(parts, case, undone)
        entry = journal.new_entry(draft, EntryKind.PURCHASE_REVERSED, call, request_id)
        entry = replace(
            fill_reversal(entry, case, undone),
            store_id=command.store_id,
            event_time=command.return_time,
            program_version=then.version,
            reversal=replace(undone.reversal, is_void=command.is_void),
            reason=command.reason,
            reference=command.reference,
        )
        return append(parts, case, entry, ticket, replace(case.state, lines=after))

    return once(parts, call, ticket, command.original, attempt)


def _purchase_of(original: Entry) -> Purchase:
    if original.purchase is None:
        raise LookupError(f"entry {original.entry_id} lacks its purchase")
    return original.purchase


def _after(case: Case, purchase: Purchase, command: ReversePurchase) -> tuple[LineState, ...]:
    """Return the lines once the return is done. Raises InvalidField for an unknown line."""
    if command.is_void:
        _require_till_day(case, purchase, command.return_time)
    lines, before = purchase.lines, case.state.lines
    if command.lines:
        return return_lines(lines, before, _wanted(purchase, command.lines))
    if command.amount_minor:
        return return_amount(lines, before, command.amount_minor)
    return return_all(lines, before)


def _require_till_day(case: Case, purchase: Purchase, return_time: datetime) -> None:
    zone_name = case.business.zone_of(purchase.store_id)
    day = local_date(purchase.purchase_time, zone_name)
    if case.state.lines != untouched(purchase.lines) or local_date(return_time, zone_name) != day:
        raise VoidTooLate(
            "the purchase can be returned and not voided: its day at the store is over, or "
            "part of it was returned",
            {"entry_id": case.original.entry_id, "day": day},
        )


def _wanted(purchase: Purchase, wanted: tuple[WantedLine, ...]) -> list[LineReturn]:
    places = {line.line_id: place for place, line in enumerate(purchase.lines)}
    unknown = [
        Violation(f"lines.lines[{index}].line_id", "must be a line of the purchase")
        for index, line in enumerate(wanted)
        if line.line_id not in places
    ]
    if unknown:
        raise InvalidField.of(unknown)
    return [
        LineReturn(places[line.line_id], line.quantity_milli, line.amount_minor) for line in wanted
    ]


def _remember(parts: Parts, case: Case, undone: Undone) -> None:
    """Take back in the member what rules, limits and tiers go by. The tier stays."""
    member, original, reversal = case.draft.member, case.original, undone.reversal
    net_amount_minor = sum(line.amount_minor for line in reversal.lines)
    if case.draft.is_at_home:  # else it is of a household that they have left
        complete = reversal.is_complete
        member.take_back_visit(original.business_id, net_amount_minor, is_complete=complete)
    forget_awards(parts, case, reversal.awards)
    forget_spend(parts, case, reversal.lines)
    zone_name = parts.book.in_force(original.record_time).time_zone
    restored, shared_id = reversal.restored_points, original.shared_account_id
    give_back_redeemed(member, restored, original.record_time, zone_name, shared_id)
