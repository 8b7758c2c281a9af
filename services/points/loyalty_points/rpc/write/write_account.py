"""Accounts and balances, to messages."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import account_pb2
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.account import Account, Balance
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.instants import to_ms
from loyalty_points.rpc.times import write_ms


def write_balance(balance: Balance) -> account_pb2.Balance:
    """Return the message of a balance."""
    message = account_pb2.Balance()
    _fill_balance(message, balance)
    return message


def _fill_balance(message: account_pb2.Balance, balance: Balance) -> None:
    message.available_points = balance.available_points
    message.pending_points = balance.pending_points
    message.held_points = balance.held_points
    message.debt_points = balance.debt_points
    message.due_points = balance.due_points


def write_account(account: Account, now: datetime, caller: Caller) -> account_pb2.Account:
    """Return the message of an account as of an instant, with the holds that `caller` sees."""
    now_ms = to_ms(now)
    message = account_pb2.Account(
        account_id=account.account_id,
        sequence=account.sequence,
        open_lot_count=len(account.lots),
    )
    # Filled in place: messages that are made and then copied take half as long again.
    message.as_of_time.FromMilliseconds(now_ms)
    _fill_balance(message.balance, account.balance(now_ms))
    for expire_ms, points in account.expirations(now_ms):
        message.expirations.add(points=points).expire_time.FromMilliseconds(expire_ms)
    if message.expirations:
        message.next_expiration.CopyFrom(message.expirations[0])
    for hold in sorted(account.holds.values(), key=lambda hold: (hold.deadline_ms, hold.hold_id)):
        if hold.is_live(now_ms) and caller.sees(hold.business_id):
            message.holds.append(_write_hold(hold))
    return message


def _write_hold(hold: Hold) -> account_pb2.Hold:
    return account_pb2.Hold(
        hold_id=hold.hold_id,
        business_id=hold.business_id,
        points=hold.points,
        deadline_time=write_ms(hold.deadline_ms),
    )
