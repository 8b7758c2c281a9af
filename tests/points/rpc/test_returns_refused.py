"""Returns that are refused or race each other: nothing comes back twice, nor to the wrong till."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import return_service_pb2

from support import build
from support.asking import account_of, points_and_entries
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.returning import available, bought, line, reverse, reverse_redemption
from support.together import at_once, require_clean_audit, tally


@pytest.mark.parametrize(
    "too_much",
    [
        {"amount": 1001},
        {"lines": [line("a", amount_minor=601)]},
        {"lines": [line("b", quantity_milli=1001)]},
    ],
    ids=str,
)
def test_more_than_was_bought_is_refused_and_changes_nothing(
    operator: Client, member_id: str, too_much: dict[str, Any]
) -> None:
    original = bought(operator, member_id, 600, 400)
    before = points_and_entries(operator, member_id)
    request = reverse(
        original.entry_id, *too_much.get("lines", ()), amount=too_much.get("amount", 0)
    )
    send = partial(operator.returns.ReversePurchase, request)
    failure = failure_of(send)
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "RETURN_EXCEEDS_PURCHASE")
    assert points_and_entries(operator, member_id) == before
    assert failure_of(send) == failure


def test_a_line_is_returned_once_and_none_that_was_not_bought(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600, 400)
    send = operator.returns.ReversePurchase
    send(reverse(original.entry_id, line("a")))
    again = failure_of(partial(send, reverse(original.entry_id, line("a"), line("b"))))
    assert (again.reason, again.metadata["line_id"]) == ("RETURN_EXCEEDS_PURCHASE", "a")
    unknown = failure_of(partial(send, reverse(original.entry_id, line("b"), line("z"))))
    assert (unknown.reason, unknown.fields) == ("INVALID_FIELD", ("lines.lines[1].line_id",))


def test_what_is_not_there_is_not_found(operator: Client, member_id: str) -> None:
    refused = build.redeem(member_id, 10)
    failure_of(partial(operator.points.RedeemPoints, refused))
    no_receipt = return_service_pb2.Receipt(
        business_id="retail", store_id="retail-1", receipt_number="none", date="2026-06-15"
    )
    references = (
        return_service_pb2.PurchaseReference(receipt=no_receipt),
        return_service_pb2.PurchaseReference(purchase_request_id="never-sent"),
        return_service_pb2.PurchaseReference(entry_id=f"{member_id}-99"),
    )
    sent = [
        partial(operator.returns.ReversePurchase, reverse("", original=each)) for each in references
    ]
    undo = reverse_redemption("")
    undo.redemption_request_id = refused.request_id
    sent.append(partial(operator.returns.ReverseRedemption, undo))
    for send in sent:
        assert failure_of(send).reason == "ENTRY_NOT_FOUND"


def test_a_reversal_is_not_reversed_nor_anything_but_a_purchase(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    returned = operator.returns.ReversePurchase(reverse(original.entry_id, amount=100)).entry
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 10)).entry
    undone = operator.returns.ReverseRedemption(reverse_redemption(redeemed.entry_id)).entry
    for entry_id in (returned.entry_id, redeemed.entry_id, undone.entry_id, f"{member_id}-1"):
        send = partial(operator.returns.ReversePurchase, reverse(entry_id))
        failure = failure_of(send)
        assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "NOT_REVERSIBLE")
    for entry_id in (original.entry_id, returned.entry_id, undone.entry_id):
        undo = partial(operator.returns.ReverseRedemption, reverse_redemption(entry_id))
        assert failure_of(undo).reason == "NOT_REVERSIBLE"


def test_another_business_neither_returns_nor_learns_of_receipts(
    harness: Harness, operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    foreign = harness.client("hotel-tills").returns
    receipt = return_service_pb2.Receipt(
        business_id="retail", store_id="retail-1", receipt_number="none", date="2026-06-15"
    )
    by_receipt = return_service_pb2.PurchaseReference(receipt=receipt)
    for request in (
        reverse(original.entry_id, store_id="hotel-1"),
        reverse("", original=by_receipt, store_id="hotel-1"),
    ):
        failure = failure_of(partial(foreign.ReversePurchase, request))
        assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
        assert failure.metadata == {"business_id": "retail"}
    assert available(operator, member_id) == 600
    own = harness.client("retail-tills").returns
    assert own.ReversePurchase(reverse(original.entry_id, store_id="retail-2")).entry.detailed


def test_two_tills_that_return_the_same_thing_at_once_return_it_once(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600, 400)
    calls = [
        partial(operator.returns.ReversePurchase, reverse(original.entry_id, line("a")))
        for _ in range(4)
    ]
    outcomes = at_once(calls)
    assert tally(outcomes) == {"OK": 1, "RETURN_EXCEEDS_PURCHASE": 3}
    assert available(operator, member_id) == 400
    require_clean_audit(operator, member_id)


def test_a_return_and_a_redemption_of_the_same_points_leave_nothing_spent_twice(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    outcomes = at_once(
        [
            partial(operator.returns.ReversePurchase, reverse(original.entry_id)),
            partial(operator.points.RedeemPoints, build.redeem(member_id, 600)),
        ]
    )
    balance = account_of(operator, member_id).balance
    spent = tally(outcomes).get("OK") == 2
    assert (balance.available_points, balance.debt_points) == (0, 600 if spent else 0)
    require_clean_audit(operator, member_id)


def test_a_store_that_is_not_of_the_business_or_is_frozen_takes_nothing_back(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    send = operator.returns.ReversePurchase
    foreign = failure_of(partial(send, reverse(original.entry_id, store_id="hotel-1")))
    assert foreign.reason == "STORE_NOT_FOUND"
    operator.stores.FreezeStore(build.freeze_store("retail", "retail-2"))
    try:
        frozen = failure_of(partial(send, reverse(original.entry_id, store_id="retail-2")))
    finally:
        operator.stores.UnfreezeStore(build.unfreeze_store("retail", "retail-2"))
    assert frozen.reason == "STORE_FROZEN"


def test_a_return_is_dated_within_the_programs_limits(operator: Client, member_id: str) -> None:
    original = bought(operator, member_id, 600)
    for span in (timedelta(days=-401), timedelta(seconds=301)):
        late = reverse(original.entry_id, return_time=build.timestamp(NOON + span))
        failure = failure_of(partial(operator.returns.ReversePurchase, late))
        assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("return_time",))
    earlier = NOON - timedelta(hours=1)
    dated = reverse(original.entry_id, amount=1, return_time=build.timestamp(earlier))
    entry = operator.returns.ReversePurchase(dated).entry
    assert entry.event_time == build.timestamp(earlier)
