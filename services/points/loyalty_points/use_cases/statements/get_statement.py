"""What an account was at any moment, from its journal."""

from __future__ import annotations

from datetime import datetime

from loyalty_chassis.errors import InvalidField, Violation

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.errors import MemberNotFound
from loyalty_points.domain.journal.past import take_step
from loyalty_points.store import reading, scanning
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts


def get_statement(parts: Parts, key: MemberKey, as_of: datetime | None) -> tuple[Account, datetime]:
    """Return the account as of a moment, and the moment; now where it is None.

    Raises MemberNotFound, or InvalidField for a moment to come.
    """
    if as_of is None:
        return look_up.get_account(parts, key)
    require_past(parts, as_of, "as_of_time")
    member_id = member_id_of(parts.identities, key)
    account = _account_then(member_id, as_of)
    if not account.sequence:
        raise MemberNotFound("the member had no account at that time", {"member_id": member_id})
    return account, as_of


def require_past(parts: Parts, instant: datetime, path: str) -> None:
    """Raise InvalidField if an instant is still to come."""
    now = parts.clock()
    if instant > now:
        description = f"must not be in the future; the server's time is {now.isoformat()}"
        raise InvalidField.of([Violation(path, description)])


def _account_then(account_id: str, as_of: datetime) -> Account:
    """Return the account that answered for one at that moment, as it was."""
    seen: set[str] = set()
    while account_id not in seen:
        seen.add(account_id)
        account = _fold(reading.read_account_itself(account_id), as_of)
        if not account.forward_to:
            return account
        account_id = account.forward_to
    raise LookupError(f"accounts forward in a circle: {sorted(seen)}")


def _fold(stored: Account, as_of: datetime) -> Account:
    account = Account(stored.account_id, 0, 0, "", stored.record_time)
    for step in scanning.steps(stored.account_id, stored.sequence):
        if step.record_time > as_of:
            break
        take_step(account, step)
    return account
