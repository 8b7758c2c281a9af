"""Entries, to messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from loyalty.points.v1 import entry_pb2
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import SPENDABLE, Posting
from loyalty_points.rpc.times import write_time
from loyalty_points.rpc.write.write_account import write_balance
from loyalty_points.rpc.write.write_award import write_award, write_burn
from loyalty_points.rpc.write.write_member import write_invitation, write_spend_limit
from loyalty_points.rpc.write.write_purchase import write_purchase
from loyalty_points.rpc.write.write_reversal import (
    write_hold_record,
    write_moved_hold,
    write_reversal,
)

_KINDS = {
    kind: cast("entry_pb2.EntryKind", entry_pb2.EntryKind.Value(f"ENTRY_KIND_{kind.name}"))
    for kind in EntryKind
}
"""Named alike on both sides."""


def write_entry(entry: Entry, caller: Caller) -> entry_pb2.Entry:
    """Return the message of an entry, which holds what `caller` may see."""
    if not caller.sees(entry.business_id):
        entry = entry.without_details()
    lines = entry.purchase.lines if entry.purchase else ()
    line_ids = [line.line_id for line in lines]
    message = entry_pb2.Entry(
        entry_id=entry.entry_id,
        account_id=entry.account_id,
        member_id=entry.member_id,
        sequence=entry.sequence,
        kind=_KINDS[entry.kind],
        request_id=entry.request_id,
        client_id=entry.client_id,
        business_id=entry.business_id,
        store_id=entry.store_id,
        event_time=write_time(entry.event_time),
        record_time=write_time(entry.record_time),
        earned_points=entry.earned_points,
        burned_points=entry.burned_points,
        qualifying_points=entry.qualifying_points,
        detailed=caller.sees(entry.business_id),
        awards=[write_award(award, line_ids) for award in entry.awards],
        lot_changes=[_write_lot_change(change) for change in entry.lot_changes],
        debt_changes=[
            entry_pb2.DebtChange(funder=debt.funder, payer=debt.payer, points=debt.points)
            for debt in entry.debt_changes
        ],
        postings=[_write_posting(posting) for posting in entry.postings],
        balance_after=write_balance(entry.balance_after),
        program_version=entry.program_version,
        plugins=entry.plugins,
        chain_hash=entry.chain_hash,
        reason=entry.reason,
        reference=entry.reference,
        tier_id=entry.tier_id,
        owed=[
            entry_pb2.Owed(debtor=each.debtor, creditor=each.creditor, points=each.points)
            for each in entry.owed
        ],
        price_version=entry.price_version,
        counterpart_account_id=entry.counterpart,
        operator_id=entry.operator_id,
        approver_id=entry.approver_id,
        holds=[write_moved_hold(hold) for hold in entry.holds],
        invitation=write_invitation(entry.invitation) if entry.invitation else None,
        spend_limit=write_spend_limit(entry.monthly_spend_limit),
    )
    _add_what_it_is_about(message, entry, line_ids)
    return message


def _add_what_it_is_about(message: entry_pb2.Entry, entry: Entry, line_ids: Sequence[str]) -> None:
    """Add what only some kinds of entries have."""
    if entry.hold:
        message.hold.CopyFrom(write_hold_record(entry.hold))
    if entry.merged:
        message.merged.member_id = entry.merged.member_id
        message.merged.identity_count = entry.merged.identity_count
    if entry.reversal:
        message.reversal.CopyFrom(write_reversal(entry.reversal))
    if entry.purchase:
        message.purchase.CopyFrom(write_purchase(entry.purchase))
    if entry.burn:
        message.burn.CopyFrom(write_burn(entry.burn, line_ids))


def _write_lot_change(change: LotChange) -> entry_pb2.LotChange:
    lot = LotKey.parse(change.lot_id)
    return entry_pb2.LotChange(
        lot_id=change.lot_id,
        points=change.points,
        funder=lot.funder,
        expire_time=write_time(from_ms(lot.expire_ms)) if lot.expire_ms else None,
    )


def _write_posting(posting: Posting) -> entry_pb2.Posting:
    spendable = posting.currency == SPENDABLE
    return entry_pb2.Posting(
        ledger_account=posting.ledger_account,
        points=posting.points,
        currency=entry_pb2.POINTS_CURRENCY_SPENDABLE
        if spendable
        else entry_pb2.POINTS_CURRENCY_QUALIFYING,
    )
