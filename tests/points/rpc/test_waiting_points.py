"""Points for later: confirmed by the till, cancelled, or returned before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import account_pb2, entry_pb2
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.asking import account_of, is_replayed, member_of
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import waiting_rules
from support.returning import cancel, confirm, line, reverse
from support.together import at_once, require_clean_audit, tally


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A hotel whose rooms give points at check-out, and a shop that gives them at once."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("waiting"), registry_of({"own": waiting_rules})
    )
    own: dict[str, Any] = {"hotel": [("own", {})], "retail": [("own", {})]}
    build.publish(running.client(), build.program(own))
    yield running
    running.stop()


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    """The service's clock, put back after the test."""
    yield harness.clock
    harness.clock.now = NOON


def stay(client: Client, member_id: str, *categories: str, net: int = 100) -> entry_pb2.Entry:
    """Record a stay with a line of each category, named after it."""
    lines = [build.line(net, category=category, line_id=category) for category in categories]
    bought = build.purchase(*lines, business="hotel")
    entry: entry_pb2.Entry = client.points.RecordPurchase(build.record(member_id, bought)).entry
    return entry


def back(entry: entry_pb2.Entry, *lines: Any) -> Any:
    return reverse(entry.entry_id, *lines, store_id="hotel-1")


def balance(client: Client, member_id: str) -> account_pb2.Balance:
    found: account_pb2.Balance = account_of(client, member_id).balance
    return found


def qualifying(client: Client, member_id: str) -> int:
    points: int = member_of(client, member_id).qualifying_points
    return points


@pytest.mark.parametrize("categories", [("night",), ("night", "room"), ("room", "night")])
def test_who_never_came_keeps_no_nights(
    operator: Client, member_id: str, categories: tuple[str, ...]
) -> None:
    original = stay(operator, member_id, *categories)
    assert qualifying(operator, member_id) == 100 * len(categories)
    entry = operator.returns.CancelPending(cancel(original.entry_id)).entry
    assert entry.earned_points == -100 * (len(categories) - 1)
    assert entry.qualifying_points == -100 * len(categories)
    assert qualifying(operator, member_id) == 0
    again = failure_of(partial(operator.returns.CancelPending, cancel(original.entry_id)))
    assert again.reason == "NOTHING_PENDING"
    whole = operator.returns.ReversePurchase(back(original)).entry
    assert (whole.qualifying_points, qualifying(operator, member_id)) == (0, 0)
    require_clean_audit(operator, member_id)


def test_nights_that_were_confirmed_are_kept(operator: Client, member_id: str) -> None:
    original = stay(operator, member_id, "night")
    entry = operator.returns.ConfirmPurchase(confirm(original.entry_id)).entry
    assert (list(entry.lot_changes), entry.reference) == ([], original.entry_id)
    for settle in (
        partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)),
        partial(operator.returns.CancelPending, cancel(original.entry_id)),
    ):
        assert failure_of(settle).reason == "NOTHING_PENDING"
    assert qualifying(operator, member_id) == 100
    assert operator.returns.ReversePurchase(back(original)).entry.qualifying_points == -100
    require_clean_audit(operator, member_id)


def test_a_confirmation_makes_points_active_and_counts_their_expiry_from_then(
    moved_clock: ManualClock, operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "room", "minibar")
    assert balance(operator, member_id).pending_points == 200
    assert list(original.debt_changes) == []
    moved_clock.advance(days=60)
    request = confirm(original.entry_id)
    entry = operator.returns.ConfirmPurchase(request).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_PURCHASE_CONFIRMED
    assert (entry.earned_points, list(entry.postings)) == (0, [])
    assert entry.reference == original.entry_id
    shown = account_of(operator, member_id)
    assert (shown.balance.pending_points, shown.balance.available_points) == (0, 200)
    (expiration,) = shown.expirations
    assert expiration.points == 100, "the minibar's never expire, as its rule says"
    assert expiration.expire_time == build.timestamp(
        NOON.replace(year=2027, month=9, day=1, hour=4)
    )
    assert operator.returns.ConfirmPurchase(request).entry == entry
    assert is_replayed(partial(operator.returns.ConfirmPurchase.with_call, request))
    again = failure_of(partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)))
    assert (again.code, again.reason) == ("FAILED_PRECONDITION", "NOTHING_PENDING")
    require_clean_audit(operator, member_id)


def test_a_confirmation_repays_debt_and_says_who_owes_whom(
    operator: Client, member_id: str
) -> None:
    shopped = build.purchase(build.line(30, category="shop", line_id="shop"))
    bought = operator.points.RecordPurchase(build.record(member_id, shopped)).entry
    original = stay(operator, member_id, "room")
    operator.points.RedeemPoints(build.redeem(member_id, 30))
    operator.returns.ReversePurchase(reverse(bought.entry_id))
    assert balance(operator, member_id).debt_points == 30
    entry = operator.returns.ConfirmPurchase(confirm(original.entry_id)).entry
    owed = [(each.debtor, each.creditor, each.points) for each in entry.owed]
    assert owed == [("hotel", "retail", 30)]
    left = balance(operator, member_id)
    assert (left.available_points, left.debt_points) == (70, 0)
    require_clean_audit(operator, member_id)


def test_what_was_returned_before_is_not_confirmed(operator: Client, member_id: str) -> None:
    first, second = (stay(operator, member_id, "room") for _ in range(2))
    undone = operator.returns.ReversePurchase(back(first, line("room", amount_minor=40))).entry
    assert undone.reversal.clawed_back_pending_points == 40
    operator.returns.ConfirmPurchase(confirm(first.entry_id))
    left = balance(operator, member_id)
    assert (left.available_points, left.pending_points) == (60, 100)
    rest = operator.returns.ReversePurchase(back(first)).entry.reversal
    assert (rest.clawed_back_available_points, rest.clawed_back_pending_points) == (60, 0)
    assert balance(operator, member_id).pending_points == 100, "the other stay's still wait"
    operator.returns.ConfirmPurchase(confirm(second.entry_id))
    assert balance(operator, member_id).available_points == 100
    require_clean_audit(operator, member_id)


def test_a_cancellation_takes_back_what_is_left_and_a_later_return_does_not_take_it_again(
    operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "room", "voucher", "shop")
    operator.returns.ReversePurchase(back(original, line("room", amount_minor=30)))
    entry = operator.returns.CancelPending(cancel(original.entry_id)).entry
    assert entry.kind == entry_pb2.ENTRY_KIND_PENDING_CANCELLED
    assert (entry.earned_points, entry.qualifying_points, entry.reason) == (-170, -170, "no-show")
    assert [(each.award_index, each.points) for each in entry.reversal.awards] == [
        (0, 70),
        (1, 100),
    ]
    assert list(entry.reversal.lines) == []
    left = balance(operator, member_id)
    assert (left.pending_points, left.available_points) == (0, 100)
    assert member_of(operator, member_id).qualifying_points == 100
    for send in (
        partial(operator.returns.CancelPending, cancel(original.entry_id)),
        partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)),
    ):
        assert failure_of(send).reason == "NOTHING_PENDING"
    rest = operator.returns.ReversePurchase(back(original)).entry
    assert (rest.earned_points, rest.qualifying_points) == (-100, -100)
    assert rest.reversal.complete
    assert balance(operator, member_id).debt_points == 0
    assert member_of(operator, member_id).qualifying_points == 0
    require_clean_audit(operator, member_id)


def test_points_whose_time_has_come_are_not_cancelled(
    moved_clock: ManualClock, harness: Harness, operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "voucher", "room")
    moved_clock.advance(days=8)
    assert balance(operator, member_id).available_points == 100
    entry = operator.returns.CancelPending(cancel(original.entry_id)).entry
    assert [each.award_index for each in entry.reversal.awards] == [1]
    settle_accounts(harness.parts, 100)
    rest = operator.returns.ReversePurchase(back(original, line("voucher"))).entry.reversal
    assert (rest.clawed_back_available_points, rest.clawed_back_debt_points) == (100, 0)
    require_clean_audit(operator, member_id)


def test_a_purchase_without_points_for_later_has_nothing_pending(
    operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "shop")
    for send in (
        partial(operator.returns.CancelPending, cancel(original.entry_id)),
        partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)),
    ):
        assert failure_of(send).reason == "NOTHING_PENDING"
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 10)).entry
    for send in (
        partial(operator.returns.CancelPending, cancel(redeemed.entry_id)),
        partial(operator.returns.ConfirmPurchase, confirm(redeemed.entry_id)),
    ):
        assert failure_of(send).reason == "NOT_REVERSIBLE"


def test_a_till_of_another_business_or_store_confirms_and_cancels_nothing(
    harness: Harness, operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "room")
    foreign = harness.client("retail-tills").returns
    for send in (
        partial(foreign.ConfirmPurchase, confirm(original.entry_id)),
        partial(foreign.CancelPending, cancel(original.entry_id)),
    ):
        failure = failure_of(send)
        assert (failure.code, failure.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")
    own = harness.client("hotel-tills").returns
    assert own.ConfirmPurchase(confirm(original.entry_id)).entry.detailed


def test_a_confirmation_and_a_cancellation_at_once_are_one_of_the_two(
    operator: Client, member_id: str
) -> None:
    original = stay(operator, member_id, "room")
    outcomes = at_once(
        [
            partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)),
            partial(operator.returns.CancelPending, cancel(original.entry_id)),
            partial(operator.returns.ConfirmPurchase, confirm(original.entry_id)),
        ]
    )
    assert tally(outcomes) == {"OK": 1, "NOTHING_PENDING": 2}
    assert balance(operator, member_id).available_points in (0, 100)
    require_clean_audit(operator, member_id)


def test_a_return_gives_back_what_a_daily_limit_counted(operator: Client, member_id: str) -> None:
    full = stay(operator, member_id, "shop", net=10_000)
    assert stay(operator, member_id, "shop", net=50).earned_points == 0
    operator.returns.ReversePurchase(back(full, line("shop", amount_minor=400)))
    assert stay(operator, member_id, "shop", net=500).earned_points == 400
    late = NOON - timedelta(days=1)
    other_day = build.purchase(
        build.line(500, category="shop", line_id="shop"), business="hotel", at=late
    )
    assert operator.points.RecordPurchase(
        build.record(member_id, other_day)
    ).entry.earned_points == (500)
    require_clean_audit(operator, member_id)
