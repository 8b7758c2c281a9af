"""Accounts and balances, to messages."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import account_pb2
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.account import Account, Balance
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.instants import to_ms
from loyalty_points.rpc.times import fill_ms


def fill_balance(message: account_pb2.Balance, balance: Balance) -> None:
    """Fill the message of a balance."""
    message.available_points = balance.available_points
    message.pending_points = balance.pending_points
    message.held_points = balance.held_points
    message.debt_points = balance.debt_points
    message.due_points = balance.due_points


def fill_account(
    message: account_pb2.Account, account: Account, now: datetime, caller: Caller
) -> None:
    """Fill the empty message of an account as of an instant, with the holds `caller` sees."""
    now_ms = to_ms(now)
    message.account_id = account.account_id
    message.sequence = account.sequence
    message.open_lot_count = len(account.lots)
    fill_ms(message.as_of_time, now_ms)
    fill_balance(message.balance, account.balance(now_ms))
    for expire_ms, points in account.expirations(now_ms):
        fill_ms(message.expirations.add(points=points).expire_time, expire_ms)
    if message.expirations:
        message.next_expiration.CopyFrom(message.expirations[0])
    for hold in sorted(account.holds.values(), key=lambda hold: (hold.deadline_ms, hold.hold_id)):
        if hold.is_live(now_ms) and caller.sees(hold.business_id):
            _fill_hold(message.holds.add(), hold)


def _fill_hold(message: account_pb2.Hold, hold: Hold) -> None:
    message.hold_id = hold.hold_id
    message.business_id = hold.business_id
    message.points = hold.points
    fill_ms(message.deadline_time, hold.deadline_ms)
