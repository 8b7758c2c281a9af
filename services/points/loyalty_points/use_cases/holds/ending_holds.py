"""Captures and releases holds: what both do alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Ticket

from loyalty_points.domain.accounts.holding import find_hold, require_live
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import HoldRecord
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.holds.hold_commands import CaptureHold, ReleaseHold
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts

End = Callable[[journal.Draft, Hold, Entry], Entry]
"""Ends a hold in the draft's account in memory; returns the entry, filled in."""


def end_hold(
    parts: Parts,
    call: Call,
    request_id: str,
    ticket: Ticket,
    kind: EntryKind,
    command: CaptureHold | ReleaseHold,
    end: End,
) -> Entry:
    """Return the entry made. For clients that act for the hold's business and store.

    It is the hold's member who spends, though another who shares the account may be named.
    Raises RequestIdReused, MemberNotFound, HoldNotFound, NotGranted, HoldLapsed, Conflict
    and what `end` raises.
    """

    def attempt() -> Entry:
        member_id = member_id_of(parts.identities, command.member)
        draft = journal.Draft.read(member_id, parts.clock)
        hold = find_hold(draft.account, command.hold_id)
        call.caller.require_store(hold.business_id, hold.store_id)
        require_live(hold, draft.now_ms)

        def read_again() -> journal.Draft:
            return journal.Draft.read(hold.member_id, parts.clock)

        if hold.member_id != draft.member.member_id:
            draft = read_again()
        if draft.account.debt:  # only now: else the lapse of this very hold might be written
            draft = up_to_date.brought(parts, draft, read_again)
        hold = find_hold(draft.account, command.hold_id)
        entry = replace(
            journal.new_entry(draft, kind, call, request_id),
            business_id=hold.business_id,
            store_id=hold.store_id,
            hold=HoldRecord(hold.hold_id, from_ms(hold.deadline_ms), hold.parts),
        )
        return journal.append(parts, draft, end(draft, hold, entry), ticket)

    return journal.once(parts, call, ticket, attempt, f"{command.member}")
