"""Sets points aside for a business, to be captured later."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from ulid import ULID

from loyalty_points.domain.accounts import holding
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import HoldRecord
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.holds.hold_commands import PLACE_HOLD, PlaceHold
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def place_hold(parts: Parts, call: Call, request_id: str, command: PlaceHold) -> Entry:
    """Return the entry made, which holds the hold's id and deadline.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, StoreNotFound,
    StoreFrozen, InvalidField (duration), MemberNotFound, MemberFrozen, InsufficientPoints,
    LimitReached or Conflict.
    """
    call.caller.require_store(command.business_id, command.store_id)
    ticket = parts.requests.ticket(call.caller, PLACE_HOLD, request_id, command)

    def attempt() -> Entry:
        program = parts.book.in_force(parts.clock())
        program.business(command.business_id).zone_of(command.store_id)
        parts.frozen_stores.require_open(command.business_id, command.store_id)
        _check_duration(command.duration_seconds, program.limits.max_hold_seconds)
        draft = _read_with_room(parts, member_id_of(parts.identities, command.member))
        hold = holding.place_hold(
            draft.account, _asked(command, draft), command.points, draft.now_ms
        )
        entry = replace(
            journal.new_entry(draft, EntryKind.HOLD_PLACED, call, request_id),
            business_id=hold.business_id,
            store_id=hold.store_id,
            program_version=program.version,
            reason=command.reason,
            reference=command.reference,
            hold=HoldRecord(hold.hold_id, from_ms(hold.deadline_ms), hold.parts),
        )
        return journal.append(parts, draft, entry, ticket)

    return journal.once(parts, call, ticket, attempt, f"{command.member}")


def _check_duration(seconds: int, maximum: int) -> None:
    if seconds > maximum:
        description = f"must be at most {maximum} seconds, is {seconds}"
        raise InvalidField.of([Violation("duration", description)])


def _asked(command: PlaceHold, draft: journal.Draft) -> Hold:
    return Hold(
        hold_id=str(ULID()),
        member_id=draft.member.member_id,
        business_id=command.business_id,
        store_id=command.store_id,
        deadline_ms=draft.now_ms + command.duration_seconds * 1000,
        parts=(),
    )


def _read_with_room(parts: Parts, member_id: str) -> journal.Draft:
    """Read a member who may spend, with an account that is up to date.

    So lapsed holds do not fill it, and no points are held in a lot that a worker has yet to
    activate.
    """
    draft = up_to_date.read_in_any_case(parts, member_id)
    draft.member.require_active()
    return draft
