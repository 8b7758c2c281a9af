"""Entries, to messages."""

from __future__ import annotations

from loyalty.points.v1 import entry_pb2
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import QUALIFYING, SPENDABLE
from loyalty_points.rpc.enums import numbers_of
from loyalty_points.rpc.times import fill_ms, fill_time
from loyalty_points.rpc.write.write_account import fill_balance
from loyalty_points.rpc.write.write_award import fill_award, fill_burn
from loyalty_points.rpc.write.write_member import write_invitation, write_spend_limit
from loyalty_points.rpc.write.write_purchase import fill_purchase
from loyalty_points.rpc.write.write_reversal import (
    write_hold_record,
    write_moved_hold,
    write_reversal,
)

ENTRY_KINDS = numbers_of(entry_pb2.EntryKind, EntryKind)
_CURRENCIES = {
    SPENDABLE: entry_pb2.POINTS_CURRENCY_SPENDABLE,
    QUALIFYING: entry_pb2.POINTS_CURRENCY_QUALIFYING,
}


def write_entry(entry: Entry, caller: Caller) -> entry_pb2.Entry:
    """Return the message of an entry, which holds what `caller` may see."""
    message = entry_pb2.Entry()
    fill_entry(message, entry, caller)
    return message


def fill_entry(message: entry_pb2.Entry, entry: Entry, caller: Caller) -> None:
    """Fill the empty message of an entry with what `caller` may see."""
    is_detailed = caller.sees(entry.business_id)
    if not is_detailed:
        entry = entry.without_details()
    message.entry_id = entry.entry_id
    message.account_id = entry.account_id
    message.member_id = entry.member_id
    message.sequence = entry.sequence
    message.kind = ENTRY_KINDS[entry.kind]
    message.request_id = entry.request_id
    message.client_id = entry.client_id
    message.business_id = entry.business_id
    message.store_id = entry.store_id
    fill_time(message.event_time, entry.event_time)
    fill_time(message.record_time, entry.record_time)
    message.earned_points = entry.earned_points
    message.burned_points = entry.burned_points
    message.qualifying_points = entry.qualifying_points
    message.detailed = is_detailed
    fill_balance(message.balance_after, entry.balance_after)
    message.program_version = entry.program_version
    message.plugins.extend(entry.plugins)
    message.chain_hash = entry.chain_hash
    message.reason = entry.reason
    message.reference = entry.reference
    message.tier_id = entry.tier_id
    message.price_version = entry.price_version
    message.counterpart_account_id = entry.counterpart
    message.operator_id = entry.operator_id
    message.approver_id = entry.approver_id
    _add_movements(message, entry)
    _add_what_it_is_about(message, entry)


def _add_movements(message: entry_pb2.Entry, entry: Entry) -> None:
    """Add the points that moved."""
    for change in entry.lot_changes:
        _fill_lot_change(message.lot_changes.add(), change)
    for debt in entry.debt_changes:
        message.debt_changes.add(funder=debt.funder, payer=debt.payer, points=debt.points)
    for posting in entry.postings:
        message.postings.add(
            ledger_account=posting.ledger_account,
            points=posting.points,
            currency=_CURRENCIES[posting.currency],
        )
    for each in entry.owed:
        message.owed.add(debtor=each.debtor, creditor=each.creditor, points=each.points)


def _add_what_it_is_about(message: entry_pb2.Entry, entry: Entry) -> None:
    """Add what only some kinds of entries have."""
    if entry.purchase:
        fill_purchase(message.purchase, entry.purchase)
    line_ids = [line.line_id for line in entry.purchase.lines] if entry.purchase else []
    for award in entry.awards:
        fill_award(message.awards.add(), award, line_ids)
    if entry.burn:
        fill_burn(message.burn, entry.burn, line_ids)
    if entry.hold:
        message.hold.CopyFrom(write_hold_record(entry.hold))
    message.holds.extend(write_moved_hold(hold) for hold in entry.holds)
    if entry.invitation:
        message.invitation.CopyFrom(write_invitation(entry.invitation))
    if limit := write_spend_limit(entry.monthly_spend_limit):
        message.spend_limit.CopyFrom(limit)
    if entry.merged:
        message.merged.member_id = entry.merged.member_id
        message.merged.identity_count = entry.merged.identity_count
    if entry.reversal:
        message.reversal.CopyFrom(write_reversal(entry.reversal))


def _fill_lot_change(message: entry_pb2.LotChange, change: LotChange) -> None:
    lot = LotKey.parse(change.lot_id)
    message.lot_id = change.lot_id
    message.points = change.points
    message.funder = lot.funder
    if lot.expire_ms:
        fill_ms(message.expire_time, lot.expire_ms)
