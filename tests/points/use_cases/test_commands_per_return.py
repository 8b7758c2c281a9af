"""What returns send to the database: the same however long the history, however many lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2, return_service_pb2
from loyalty_points.domain.accounts.account import OPEN_LOTS_MAX

from support import build
from support.asking import account_of
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.histories import lengthen, open_lots
from support.plugins import simple_rules, waiting_rules
from support.returning import cancel, confirm, line, reverse, reverse_redemption
from support.shapes import SHAPES

FIRST = {"find": 4, "insert": 3, "update": 2, "commitTransaction": 1}
"""Original, member, account, state; request, entry, state; account and member; a commit: ten."""
AGAIN = {"find": 4, "insert": 2, "update": 3, "commitTransaction": 1}
"""The state is there already."""


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose points expire by the day, so that every day's are a lot."""
    plugins = registry_of({"simple": simple_rules, "own": waiting_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("returns"), plugins)
    by_the_day = program_pb2.ExpiryPolicy(
        months=24, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY
    )
    rules: dict[str, Any] = {"retail": [("simple", {})], "hotel": [("own", {})]}
    build.publish(running.client(), build.program(rules, expiry=by_the_day))
    yield running
    running.stop()


def commands_of(call: Callable[[], Any]) -> Counter[str]:
    SHAPES.clear()
    call()
    return Counter(next(iter(command)) for command in SHAPES.all())


@pytest.mark.parametrize(("lots", "entries"), [(5, 20), (OPEN_LOTS_MAX, 500)])
def test_a_return_and_a_reversed_redemption_are_ten_each(
    operator: Client, member_id: str, lots: int, entries: int
) -> None:
    open_lots(operator, member_id, lots, NOON)
    lines = [build.line(1_000 * lots // 4, line_id=line_id) for line_id in "abcd"]
    paid = build.record(member_id, build.purchase(*lines), burn=1_000 * (lots - 2))
    bought = operator.points.RecordPurchase(paid).entry
    redeemed = operator.points.RedeemPoints(build.redeem(member_id, 1_000)).entry
    lengthen(member_id, entries)
    send = operator.returns.ReversePurchase
    assert commands_of(partial(send, reverse(bought.entry_id, line("a")))) == FIRST
    assert commands_of(partial(send, reverse(bought.entry_id))) == AGAIN
    assert account_of(operator, member_id).open_lot_count >= lots - 2
    undo = operator.returns.ReverseRedemption
    assert commands_of(partial(undo, reverse_redemption(redeemed.entry_id, 1))) == FIRST
    assert commands_of(partial(undo, reverse_redemption(redeemed.entry_id))) == AGAIN
    assert sum(FIRST.values()) == sum(AGAIN.values()) == 10


def test_a_receipt_or_a_request_id_is_one_read_more(operator: Client, member_id: str) -> None:
    request = build.record(member_id)
    entry = operator.points.RecordPurchase(request).entry
    receipt = return_service_pb2.Receipt(
        business_id="retail",
        store_id="retail-1",
        receipt_number=entry.purchase.receipt_number,
        date="2026-06-15",
    )
    original = return_service_pb2.PurchaseReference(receipt=receipt)
    by_receipt = reverse("", amount=1, original=original)
    assert commands_of(partial(operator.returns.ReversePurchase, by_receipt)) == {
        **FIRST,
        "find": 5,
    }
    original = return_service_pb2.PurchaseReference(purchase_request_id=request.request_id)
    by_request = reverse("", amount=1, original=original)
    assert commands_of(partial(operator.returns.ReversePurchase, by_request)) == {
        **AGAIN,
        "find": 5,
    }


def test_a_confirmation_and_a_cancellation_are_ten_each(operator: Client, member_id: str) -> None:
    stays = []
    for _ in range(2):
        stay = build.purchase(build.line(100, category="room"), business="hotel")
        stays.append(operator.points.RecordPurchase(build.record(member_id, stay)).entry.entry_id)
    assert commands_of(partial(operator.returns.ConfirmPurchase, confirm(stays[0]))) == FIRST
    assert commands_of(partial(operator.returns.CancelPending, cancel(stays[1]))) == FIRST


def test_a_repeat_writes_nothing(operator: Client, member_id: str) -> None:
    entry = operator.points.RecordPurchase(build.record(member_id)).entry
    send = partial(operator.returns.ReversePurchase, reverse(entry.entry_id))
    send()
    repeated = commands_of(send)
    assert repeated["insert"] == repeated["update"] == repeated["commitTransaction"] == 0
    assert repeated.total() <= 6
