"""Records a purchase of somebody unknown, for a member to claim it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.writes import DuplicateKey

from loyalty_points.domain.errors import ClaimNotOffered
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.purchases.unclaimed import UnclaimedPurchase
from loyalty_points.store import unclaimed, writing
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.purchase_commands import (
    RECORD_ANONYMOUS_PURCHASE,
    RecordAnonymousPurchase,
)
from loyalty_points.use_cases.purchases.receipts import already_recorded, key_of
from loyalty_points.use_cases.purchases.setting import find_setting


@dataclass(frozen=True, slots=True)
class ToClaim:
    """How a purchase can be claimed, and until when."""

    claim_code: str
    expire_time: datetime


def record_anonymous_purchase(
    parts: Parts, call: Call, request_id: str, command: RecordAnonymousPurchase
) -> ToClaim:
    """Return the code by which a member can claim the purchase. Nothing is earned yet.

    Raises NotGranted, RequestIdReused, ProgramNotFound, InvalidField (time),
    BusinessNotFound, StoreNotFound, InvalidField (currency), StoreFrozen, ClaimNotOffered,
    ClaimTooLate, ReceiptAlreadyRecorded or Conflict.
    """
    purchase = command.purchase
    call.caller.require_store(purchase.business_id, purchase.store_id)
    ticket = parts.requests.ticket(call.caller, RECORD_ANONYMOUS_PURCHASE, request_id, command)
    code = parts.claim_codes.code_for(ticket)

    def attempt() -> ToClaim:
        now = parts.clock()
        age = find_setting(parts, call, purchase).current.limits.max_claim_age_seconds
        parts.frozen_stores.require_open(purchase.business_id, purchase.store_id)
        if not age:
            raise ClaimNotOffered("the program in force does not offer to claim purchases")
        kept = UnclaimedPurchase(
            unclaimed_id=parts.claim_codes.unclaimed_id(code),
            purchase=purchase,
            receipt_key=key_of(parts, purchase),
            client_id=call.caller.client_id,
            record_time=now,
            expire_time=purchase.purchase_time + timedelta(seconds=age),
        )
        kept.require_claimable(now)
        request = ticket.done(now, answer=b"%d" % to_ms(kept.expire_time))
        receipt = unclaimed.unclaimed_receipt(kept)
        writes = [writing.insert_requests(request, receipt), unclaimed.insert_unclaimed(kept)]
        parts.unit_of_work.commit(writes)
        return ToClaim(code, kept.expire_time)

    def answer(earlier: Earlier) -> ToClaim:
        return ToClaim(code, from_ms(int(earlier.answer or b"")))

    try:
        return Once(parts.requests, ticket, parts.clock, attempt, answer).run(call)
    except DuplicateKey as duplicate:
        # The request itself was looked for, and is not there.
        if writing.is_receipt_taken(duplicate):
            raise already_recorded(parts, purchase) from duplicate
        raise
