"""Returns of purchases, as a till sends them: what comes back, what goes, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from loyalty.points.v1 import entry_pb2, points_service_pb2, return_service_pb2

from support import build
from support.asking import account_of, give, is_replayed, member_of
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.returning import available, bought, line, reverse
from support.together import require_clean_audit


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
