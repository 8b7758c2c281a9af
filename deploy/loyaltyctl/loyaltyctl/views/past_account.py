"""An account as of a past moment."""

from __future__ import annotations

from loyalty.points.v1.statement_service_pb2 import GetStatementResponse, StatementLot
from rich.console import Console
from rich.table import Table

from .words import moment, second


def print_past_account(console: Console, told: GetStatementResponse) -> None:
    """Print what could be done with the points then, and in which lots they were."""
    account, balance = told.account, told.account.balance
    console.print(
        f"{account.account_id} at {second(account.as_of_time)}, after entry {account.sequence}: "
        f"{balance.available_points:,} available, {balance.pending_points:,} pending, "
        f"{balance.held_points:,} held, {balance.debt_points:,} debt, "
        f"{balance.due_points:,} due to expire",
        soft_wrap=True,
    )
    table = Table("funder", "earned", "active", "expires")
    for name in ("points", "held"):
        table.add_column(name, justify="right")
    for lot in told.lots:
        table.add_row(*_row(lot))
    console.print(table if told.lots else "No points in any lot.")
    for debt in told.debts:
        console.print(f"{debt.points:,} owed to {debt.funder}")


def _row(lot: StatementLot) -> tuple[str, ...]:
    active = "yes"
    if lot.awaits_confirmation:
        active = "once confirmed"
    elif lot.HasField("activate_time"):
        active = f"from {moment(lot.activate_time)}"
    expires = moment(lot.expire_time) if lot.HasField("expire_time") else "never"
    return (
        lot.funder,
        moment(lot.earn_time),
        active,
        expires,
        f"{lot.points:,}",
        f"{lot.held_points:,}",
    )
