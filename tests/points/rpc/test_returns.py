"""Returns of purchases, as a till sends them: what comes back, what goes, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import entry_pb2, points_service_pb2, return_service_pb2

from support import build
from support.asking import account_of, give, is_replayed, member_of, points_and_entries
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.returning import line, reverse, reverse_redemption
from support.together import at_once, require_clean_audit, tally


def bought(client: Client, member_id: str, *nets: int, burn: int = 0, **parts: Any) -> Any:
    """Record a purchase with lines a, b, ... of these amounts; return its entry."""
    lines = [build.line(net, line_id="abcdef"[place]) for place, net in enumerate(nets)]
    request = build.record(member_id, build.purchase(*lines, **parts), burn=burn)
    return client.points.RecordPurchase(request).entry


def available(client: Client, member_id: str) -> int:
    return account_of(client, member_id).balance.available_points


def legs(entry: entry_pb2.Entry) -> dict[str, int]:
    spendable = entry_pb2.POINTS_CURRENCY_SPENDABLE
    return {leg.ledger_account: leg.points for leg in entry.postings if leg.currency == spendable}


def test_a_whole_return_takes_back_all_that_was_given(operator: Client, member_id: str) -> None:
    original = bought(operator, member_id, 600, 400)
    entry = operator.returns.ReversePurchase(reverse(original.entry_id, reference="R-1")).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_PURCHASE_REVERSED
    assert (entry.earned_points, entry.burned_points, entry.qualifying_points) == (-1000, 0, -1000)
    assert (entry.business_id, entry.store_id) == ("retail", "retail-1")
    assert (entry.reason, entry.reference) == ("unwanted", "R-1")
    assert entry.price_version == original.price_version
    undone = entry.reversal
    assert undone.original_entry_id == original.entry_id
    assert (undone.complete, undone.voided, undone.refund_amount_minor) == (True, False, 1000)
    assert (undone.clawed_back_points, undone.clawed_back_available_points) == (1000, 1000)
    assert legs(entry) == {"issued:retail": 1000, f"member:{member_id}": -1000}
    assert available(operator, member_id) == 0
    assert member_of(operator, member_id).qualifying_points == 0
    require_clean_audit(operator, member_id)


def test_what_is_returned_by_line_quantity_and_amount_adds_up(
    operator: Client, member_id: str
) -> None:
    lines = [build.line(1000, line_id="a", quantity_milli=3000), build.line(500, line_id="b")]
    lines.append(build.line(300, line_id="c"))
    original = operator.points.RecordPurchase(build.record(member_id, build.purchase(*lines))).entry
    send = operator.returns.ReversePurchase
    steps = [
        reverse(original.entry_id, line("a", quantity_milli=1000)),
        reverse(original.entry_id, line("a", quantity_milli=1000), line("b", amount_minor=100)),
        reverse(original.entry_id, line("c")),
        reverse(original.entry_id, amount=367),
        reverse(original.entry_id),
    ]
    entries = [send(step).entry for step in steps]
    assert [-entry.earned_points for entry in entries] == [333, 433, 300, 367, 367]
    assert [entry.reversal.complete for entry in entries] == [False] * 4 + [True]
    second = entries[1].reversal.lines
    assert [(each.line_id, each.quantity_milli, each.amount_minor) for each in second] == [
        ("a", 1000, 333),
        ("b", 0, 100),
    ]
    assert available(operator, member_id) == 0
    assert failure_of(partial(send, reverse(original.entry_id))).reason == "RETURN_EXCEEDS_PURCHASE"
    require_clean_audit(operator, member_id)


def test_points_that_paid_come_back_to_the_lots_they_came_from(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100, business="hotel")
    give(operator, member_id, 100, at=NOON - timedelta(days=60))
    before = account_of(operator, member_id)
    original = bought(operator, member_id, 150, 150, burn=180)
    taken = {change.lot_id: -change.points for change in original.lot_changes if change.points < 0}
    assert sorted(taken.values()) == [80, 100]
    half = operator.returns.ReversePurchase(reverse(original.entry_id, line("b"))).entry
    assert half.reversal.restored_points == half.reversal.restored_available_points == 90
    assert half.reversal.refund_amount_minor == 150 - 90
    assert (half.burned_points, half.earned_points) == (-90, -60)
    operator.returns.ReversePurchase(reverse(original.entry_id))
    after = account_of(operator, member_id)
    assert (after.balance, list(after.expirations)) == (before.balance, list(before.expirations))
    require_clean_audit(operator, member_id)


def test_what_the_hotel_was_owed_to_the_shop_is_taken_back(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100, business="hotel")
    original = bought(operator, member_id, 100, burn=100)
    entry = operator.returns.ReversePurchase(reverse(original.entry_id, amount=30)).entry
    owed = [(each.debtor, each.creditor, each.points) for each in (*original.owed, *entry.owed)]
    assert owed == [("hotel", "retail", 100), ("hotel", "retail", -30)]
    require_clean_audit(operator, member_id)


def test_earned_points_that_were_spent_become_debt_to_whoever_gave_them(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 1000)
    operator.points.RedeemPoints(build.redeem(member_id, 900))
    give(operator, member_id, 50, business="hotel")
    entry = operator.returns.ReversePurchase(reverse(original.entry_id)).entry
    undone = entry.reversal
    assert (undone.clawed_back_available_points, undone.clawed_back_debt_points) == (150, 850)
    assert [(debt.funder, debt.points) for debt in entry.debt_changes] == [("retail", 850)]
    assert [(each.debtor, each.creditor, each.points) for each in entry.owed] == [
        ("hotel", "retail", 50)
    ]
    balance = account_of(operator, member_id).balance
    assert (balance.available_points, balance.debt_points) == (0, 850)
    give(operator, member_id, 1000)
    assert available(operator, member_id) == 150
    require_clean_audit(operator, member_id)


def test_a_line_that_cost_nothing_is_returned_by_its_quantity(
    operator: Client, member_id: str
) -> None:
    lines = [build.line(0, line_id="free", quantity_milli=2000), build.line(100, line_id="paid")]
    original = operator.points.RecordPurchase(build.record(member_id, build.purchase(*lines))).entry
    send = operator.returns.ReversePurchase
    assert failure_of(
        partial(send, reverse(original.entry_id, line("free", amount_minor=1)))
    ).reason == ("RETURN_EXCEEDS_PURCHASE")
    half = send(reverse(original.entry_id, line("free", quantity_milli=1000))).entry
    assert (half.earned_points, half.reversal.refund_amount_minor) == (0, 0)
    rest = send(reverse(original.entry_id, line("paid"), line("free"))).entry
    assert (rest.earned_points, rest.reversal.complete) == (-100, True)
    require_clean_audit(operator, member_id)


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


def test_a_purchase_is_found_by_its_receipt_and_by_the_request_that_recorded_it(
    operator: Client, member_id: str
) -> None:
    request = build.record(member_id, build.purchase(build.line(600)))
    original = operator.points.RecordPurchase(request).entry
    receipt = return_service_pb2.Receipt(
        business_id="retail",
        store_id="retail-1",
        receipt_number=original.purchase.receipt_number,
        date="2026-06-15",
    )
    for reference in ({"receipt": receipt}, {"purchase_request_id": request.request_id}):
        named = return_service_pb2.PurchaseReference(**reference)
        entry = operator.returns.ReversePurchase(reverse("", amount=100, original=named)).entry
        assert entry.reversal.original_entry_id == original.entry_id
    assert available(operator, member_id) == 400


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


def test_a_return_acts_on_the_account_that_the_buyers_was_merged_into(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100, business="hotel")
    original = bought(operator, member_id, 600, 400, burn=60)
    operator.returns.ReversePurchase(reverse(original.entry_id, line("a")))
    target_id = build.enroll(operator)
    operator.members.MergeMembers(build.merge(member_id, target_id))
    entry = operator.returns.ReversePurchase(reverse(original.entry_id)).entry
    assert (entry.account_id, entry.reversal.complete) == (target_id, True)
    assert account_of(operator, target_id).balance.available_points == 100
    assert member_of(operator, target_id).qualifying_points == 100
    require_clean_audit(operator)


def test_what_became_of_a_return_is_asked_for_by_its_request(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    request = reverse(original.entry_id, amount=100)
    entry = operator.returns.ReversePurchase(request).entry
    asked = points_service_pb2.GetEntryRequest(
        request_id=request.request_id, operation=points_service_pb2.OPERATION_REVERSE_PURCHASE
    )
    assert operator.points.GetEntry(asked).entry == entry


def test_500_lines_are_returned_at_once(operator: Client, member_id: str) -> None:
    lines = [build.line(100, line_id=f"l{number}") for number in range(500)]
    original = operator.points.RecordPurchase(build.record(member_id, build.purchase(*lines))).entry
    parts = [line(f"l{number}", amount_minor=99) for number in range(500)]
    entry = operator.returns.ReversePurchase(reverse(original.entry_id, *parts)).entry
    assert (entry.earned_points, len(entry.reversal.lines)) == (-49_500, 500)


def test_a_retry_gives_the_same_answer_and_other_content_is_refused(
    operator: Client, member_id: str
) -> None:
    original = bought(operator, member_id, 600)
    request = reverse(original.entry_id, amount=100)
    send = operator.returns.ReversePurchase
    first = send(request)
    assert send(request) == first
    assert is_replayed(partial(send.with_call, request))
    other = reverse(original.entry_id, amount=101, request_id=request.request_id)
    assert failure_of(partial(send, other)).reason == "REQUEST_ID_REUSED"
    assert available(operator, member_id) == 500


def test_a_return_counts_less_visits_and_gives_the_whole_purchase_up_in_the_end(
    harness: Harness, operator: Client, member_id: str
) -> None:
    first, second = (bought(operator, member_id, 600) for _ in range(2))
    members = harness.database["members"]

    def visits() -> Any:
        return members.find_one({"_id": member_id})["visits"].get("retail")

    operator.returns.ReversePurchase(reverse(first.entry_id, amount=100))
    assert (visits()["purchase_count"], visits()["net_amount_minor"]) == (2, 1100)
    operator.returns.ReversePurchase(reverse(first.entry_id))
    assert (visits()["purchase_count"], visits()["net_amount_minor"]) == (1, 600)
    operator.returns.ReversePurchase(reverse(second.entry_id))
    assert visits() is None
    require_clean_audit(operator, member_id)


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
