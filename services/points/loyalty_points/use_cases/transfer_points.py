"""Moves points from one member to another: an entry for each account, written together."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.storage.requests import Ticket

from loyalty_points.domain.accounts.account import Moved
from loyalty_points.domain.accounts.transferring import count_transfer, transfer
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.postings import balanced_postings, moved_flow, transit_account
from loyalty_points.domain.members.member_limits import count_shared
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.commands import TRANSFER_POINTS, TransferPoints
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def transfer_points(parts: Parts, call: Call, request_id: str, command: TransferPoints) -> Entry:
    """Return the sender's entry: all points are moved, or none.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, StoreNotFound,
    StoreFrozen, MemberNotFound, MemberClosed, InvalidField (recipient), MemberFrozen,
    TransfersNotAllowed, LimitReached, InsufficientPoints or Conflict.
    """
    call.caller.require_store(command.business_id, command.store_id)
    ticket = parts.requests.ticket(call.caller, TRANSFER_POINTS, request_id, command)

    def attempt() -> Entry:
        program = parts.book.in_force(parts.clock())
        program.business(command.business_id).zone_of(command.store_id)
        parts.frozen_stores.require_open(command.business_id, command.store_id)
        sender, recipient = _read_both(parts, command)
        count_transfer(
            program.limits.transfers,
            sender.member,
            command.points,
            sender.now,
            program.time_zone,
        )
        count_shared(sender.member, command.points, sender.now, program.time_zone)
        done = transfer(sender.account, recipient.account, command.points, sender.now_ms)
        sent = journal.new_entry(sender, EntryKind.TRANSFER_SENT, call, request_id)
        received = journal.new_entry(recipient, EntryKind.TRANSFER_RECEIVED, call, request_id)
        sent = _fill(sent, ticket, command, program, done.sent)
        received = _fill(received, ticket, command, program, done.received)
        drafts = [
            (sender, replace(sent, counterpart=received.account_id)),
            (recipient, replace(received, counterpart=sent.account_id)),
        ]
        return journal.append_all(parts, drafts, ticket)[0]

    return journal.once(parts, call, ticket, attempt, f"{command.sender}")


def _read_both(parts: Parts, command: TransferPoints) -> tuple[journal.Draft, journal.Draft]:
    """Read sender and recipient as of one instant, and check that both may take part."""
    sender_id = member_id_of(parts.identities, command.sender)
    recipient_id = member_id_of(parts.identities, command.recipient)
    sender = up_to_date.read(parts, sender_id)
    recipient = up_to_date.read(parts, recipient_id)
    if sender.account.account_id == recipient.account.account_id:
        description = "must have another account than the sender"
        raise InvalidField.of([Violation("recipient", description)])
    sender.now = recipient.now = max(sender.now, recipient.now)
    sender.member.require_active()
    recipient.member.require_active()
    return sender, recipient


def _fill(
    entry: Entry, ticket: Ticket, command: TransferPoints, program: Program, moved: Moved
) -> Entry:
    flow = moved_flow(transit_account(ticket.key), moved.lot_changes, moved.debt_changes)
    return replace(
        entry,
        business_id=command.business_id,
        store_id=command.store_id,
        lot_changes=moved.lot_changes,
        debt_changes=moved.debt_changes,
        postings=balanced_postings(entry.account_id, [flow]),
        program_version=program.version,
        reason=command.reason,
        reference=command.reference,
        owed=together(owed_for_repaid_debt(moved.debt_changes)),
        price_version=program.version,
    )
