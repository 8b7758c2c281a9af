"""What an account was at any moment, from its journal."""

from __future__ import annotations

from datetime import datetime

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.errors import MemberNotFound
from loyalty_points.domain.journal.past import take_step
from loyalty_points.store import reading, scanning
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.past_instants import require_past


def get_statement(
    parts: Parts, call: Call, key: MemberKey, as_of: datetime | None
) -> tuple[Account, datetime]:
    """Return the account as of a moment, and the moment; now where it is None.

    One read where nothing has happened since, else one more for every 500 entries until
    then. Raises MemberNotFound, InvalidField for a moment to come, or TimeIsUp.
    """
    if as_of is None:
        return look_up.get_account(parts, key)
    require_past(parts.clock(), as_of, "as_of_time")
    member_id = member_id_of(parts.identities, key)
    account = _account_then(call, member_id, as_of)
    if not account.sequence:
        raise MemberNotFound("the member had no account at that time", {"member_id": member_id})
    return account, as_of


def _account_then(call: Call, account_id: str, as_of: datetime) -> Account:
    """Return the account that answered for one at that moment, as it was."""
    seen: set[str] = set()
    while account_id not in seen:
        seen.add(account_id)
        account = _fold(call, reading.read_account_itself(account_id), as_of)
        if not account.forward_to:
            return account
        account_id = account.forward_to
    raise LookupError(f"accounts forward in a circle: {sorted(seen)}")


def _fold(call: Call, stored: Account, as_of: datetime) -> Account:
    if stored.record_time <= as_of and not stored.forward_to:
        return stored  # a stub may point elsewhere than it did: to whom a merge came later
    account = Account(stored.account_id, 0, 0, "", stored.record_time)
    for step in scanning.steps(stored.account_id, stored.sequence):
        if step.record_time > as_of:
            break
        take_step(account, step)
        if step.sequence % scanning.BATCH == 0:
            call.require_time(
                f"{step.sequence:,} of up to {stored.sequence:,} entries were read in the time: "
                "ask with a longer deadline, or ListStatement for the balance"
            )
    return account
