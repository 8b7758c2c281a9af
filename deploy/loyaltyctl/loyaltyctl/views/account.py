"""What a member holds: by what can be done with it, and when that changes."""

from __future__ import annotations

from loyalty.points.v1.account_pb2 import Expiration, Hold
from loyalty.points.v1.statement_service_pb2 import (
    GetStatementResponse,
    StatementDebt,
    StatementLot,
)

from .words import moment


def account_facts(told: GetStatementResponse) -> dict[str, str]:
    """Return what is to tell of an account as of now, by name."""
    account, balance = told.account, told.account.balance
    expirations = "\n".join(_expiration(each) for each in account.expirations)
    return {
        "account": account.account_id,
        "available": f"{balance.available_points:,}",
        "pending": f"{balance.pending_points:,}",
        "becomes active": "\n".join(_activation(lot) for lot in told.lots if _waits(lot)),
        "held": f"{balance.held_points:,}",
        "holds": "\n".join(_hold(hold) for hold in account.holds),
        "debt": f"{balance.debt_points:,}",
        "owed to": "\n".join(_debt(debt) for debt in told.debts),
        "due to expire": f"{balance.due_points:,}",
        "expires": expirations or "nothing",
        "entries": f"{account.sequence:,}",
        "open lots": str(account.open_lot_count),
        "as of": moment(account.as_of_time),
    }


def _waits(lot: StatementLot) -> bool:
    """Tell whether a lot's points cannot be spent yet."""
    return lot.awaits_confirmation or lot.HasField("activate_time")


def _activation(lot: StatementLot) -> str:
    when = (
        "once the till confirms" if lot.awaits_confirmation else f"at {moment(lot.activate_time)}"
    )
    return f"{lot.points:,} of {lot.funder} {when}"


def _hold(hold: Hold) -> str:
    until = moment(hold.deadline_time)
    return f"{hold.points:,} for {hold.business_id} until {until}, hold {hold.hold_id}"


def _debt(debt: StatementDebt) -> str:
    return f"{debt.funder}: {debt.points:,}"


def _expiration(expiration: Expiration) -> str:
    return f"{expiration.points:,} at {moment(expiration.expire_time)}"
