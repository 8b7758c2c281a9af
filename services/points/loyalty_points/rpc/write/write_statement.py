"""What an account was and what happened to it, to messages."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import statement_service_pb2 as pb
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.lots import AWAITING_MS, Lot, LotKey, spending_order
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.rpc.times import write_time
from loyalty_points.rpc.write.write_account import fill_account
from loyalty_points.rpc.write.write_entry import ENTRY_KINDS, write_entry
from loyalty_points.use_cases.statements.list_statement import KindTotal


def write_past_account(
    account: Account, as_of: datetime, caller: Caller
) -> pb.GetStatementResponse:
    """Return the message of an account as of a moment, with the lots and debts for `caller`."""
    held = account.held(to_ms(as_of))
    message = pb.GetStatementResponse(
        lots=[
            _write_lot(lot, held.get(lot.lot_id, 0))
            for lot in sorted(account.lots.values(), key=spending_order)
            if caller.sees(lot.funder)
        ],
        debts=[
            pb.StatementDebt(funder=funder, points=points)
            for funder, points in sorted(account.debt.items())
            if caller.sees(funder)
        ],
    )
    fill_account(message.account, account, as_of, caller)
    return message


def _write_lot(lot: Lot, held_points: int) -> pb.StatementLot:
    key = LotKey.parse(lot.lot_id)
    awaits = key.activate_ms == AWAITING_MS
    return pb.StatementLot(
        lot_id=lot.lot_id,
        funder=key.funder,
        earner_member_id=key.earner,
        points=lot.points,
        held_points=held_points,
        earn_time=write_time(from_ms(lot.since_ms)),
        activate_time=write_time(from_ms(key.activate_ms)) if lot.awaits_time else None,
        awaits_confirmation=awaits,
        expire_time=write_time(from_ms(key.expire_ms)) if key.expire_ms else None,
    )


def write_total(total: KindTotal) -> pb.StatementTotal:
    """Return the message of what the entries of one kind moved."""
    return pb.StatementTotal(
        kind=ENTRY_KINDS[total.kind],
        entry_count=total.entry_count,
        earned_points=total.earned_points,
        burned_points=total.burned_points,
        moved_points=total.moved_points,
    )


def write_line(entry: Entry, caller: Caller) -> pb.StatementLine:
    """Return the message of one entry of a statement."""
    return pb.StatementLine(
        entry=write_entry(entry, caller),
        moved_points=entry.moved_points,
        balance_points=entry.total_points,
    )
