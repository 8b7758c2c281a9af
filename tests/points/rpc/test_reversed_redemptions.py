"""Redemptions and captured holds that are undone, all or part of them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from loyalty.points.v1 import entry_pb2

from support import build
from support.asking import account_of, give, is_replayed
from support.clocks import NOON
from support.harness import Client, Harness, failure_of
from support.returning import available, reverse, reverse_redemption
from support.together import at_once, require_clean_audit, tally


def test_points_come_back_to_their_lots_the_last_taken_first(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100, business="hotel", at=NOON - timedelta(days=60))
    give(operator, member_id, 100)
    before = account_of(operator, member_id)
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 150)).entry
    send = operator.returns.ReverseRedemption
    first = send(reverse_redemption(redeemed.entry_id, 60, reference="order-1")).entry
    assert first.kind == entry_pb2.ENTRY_KIND_REDEMPTION_REVERSED
    assert (first.burned_points, first.reason, first.reference) == (-60, "mistake", "order-1")
    assert [(each.funder, each.points) for each in first.lot_changes] == [
        ("retail", 50),
        ("hotel", 10),
    ]
    assert [(each.debtor, each.creditor, each.points) for each in first.owed] == [
        ("hotel", "retail", -10)
    ]
    assert not first.reversal.complete
    rest = send(reverse_redemption(redeemed.entry_id)).entry
    assert (rest.burned_points, rest.reversal.complete) == (-90, True)
    after = account_of(operator, member_id)
    assert (after.balance, list(after.expirations)) == (before.balance, list(before.expirations))
    require_clean_audit(operator, member_id)


def test_no_more_comes_back_than_was_redeemed(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    request = build.redeem(member_id, 80)
    redeemed = operator.points.RedeemPoints(request).entry
    send = operator.returns.ReverseRedemption
    too_many = failure_of(partial(send, reverse_redemption(redeemed.entry_id, 81)))
    assert (too_many.code, too_many.reason) == ("FAILED_PRECONDITION", "RETURN_EXCEEDS_PURCHASE")
    assert too_many.metadata == {"requested": "81", "left": "80"}
    undo = reverse_redemption("")
    undo.redemption_request_id = request.request_id
    first = send(undo).entry
    assert send(undo).entry == first
    assert is_replayed(partial(send.with_call, undo))
    again = failure_of(partial(send, reverse_redemption(redeemed.entry_id)))
    assert again.reason == "RETURN_EXCEEDS_PURCHASE"
    assert available(operator, member_id) == 100


def test_a_hold_that_was_captured_is_undone_like_a_redemption(
    operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100)
    hold = operator.holds.PlaceHold(build.hold(member_id, 80)).entry.hold
    captured = operator.holds.CaptureHold(build.capture(member_id, hold.hold_id, 50)).entry
    operator.returns.ReverseRedemption(reverse_redemption(captured.entry_id, 20))
    assert available(operator, member_id) == 70
    operator.returns.ReverseRedemption(reverse_redemption(captured.entry_id))
    assert available(operator, member_id) == 100
    require_clean_audit(operator, member_id)


def test_points_that_come_back_repay_debt_first(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    bought = operator.points.RecordPurchase(
        build.record(member_id, build.purchase(build.line(70), business="hotel"))
    ).entry
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 170)).entry
    operator.returns.ReversePurchase(reverse(bought.entry_id, store_id="hotel-1"))
    undone = operator.returns.ReverseRedemption(reverse_redemption(redeemed.entry_id)).entry
    assert undone.reversal.restored_available_points == 170
    balance = account_of(operator, member_id).balance
    assert (balance.available_points, balance.debt_points) == (100, 0)
    assert sum(each.points for each in undone.debt_changes) == -70
    require_clean_audit(operator, member_id)


def test_two_that_undo_the_same_at_once_undo_it_once(operator: Client, member_id: str) -> None:
    give(operator, member_id, 100)
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 100)).entry
    outcomes = at_once(
        [
            partial(operator.returns.ReverseRedemption, reverse_redemption(redeemed.entry_id))
            for _ in range(4)
        ]
    )
    assert tally(outcomes) == {"OK": 1, "RETURN_EXCEEDS_PURCHASE": 3}
    assert available(operator, member_id) == 100
    require_clean_audit(operator, member_id)


def test_another_business_undoes_nothing(
    harness: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100)
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 100)).entry
    foreign = harness.client("hotel-tills").returns
    undo = reverse_redemption(redeemed.entry_id, store_id="hotel-1")
    failure = failure_of(partial(foreign.ReverseRedemption, undo))
    assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    assert available(operator, member_id) == 0
