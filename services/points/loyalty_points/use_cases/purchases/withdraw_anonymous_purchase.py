"""Lets a purchase without a member not be claimed any more, as its goods came back."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Once

from loyalty_points.store import unclaimed, writing
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.finding_unclaimed import find_unclaimed
from loyalty_points.use_cases.purchases.purchase_commands import (
    WITHDRAW_ANONYMOUS_PURCHASE,
    WithdrawAnonymousPurchase,
)


def withdraw_anonymous_purchase(
    parts: Parts, call: Call, request_id: str, command: WithdrawAnonymousPurchase
) -> None:
    """Withdraw a purchase. Nothing was earned, so no account changes.

    Raises RequestIdReused, ClaimCodeInvalid, ClaimCodeUsed or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, WITHDRAW_ANONYMOUS_PURCHASE, request_id, command)

    def attempt() -> None:
        now = parts.clock()
        found = find_unclaimed(parts, call, command.claim_code)
        found.require_unclaimed()
        request = writing.insert_requests(ticket.done(now))
        parts.unit_of_work.commit([request, unclaimed.withdraw(found, now)])

    Once(parts.requests, ticket, parts.clock, attempt, lambda _: None).run(call)
