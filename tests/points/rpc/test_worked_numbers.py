"""Worked numbers of other systems, through gRPC, with a clock that moves.

Where ours come out otherwise, services/points/docs/choices.md says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from loyalty.points.v1 import points_service_pb2, program_pb2
from loyalty_chassis.plugins.registry import PluginRegistry

from support import build
from support.asking import account_of, give
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness, failure_of, start_harness
from support.returning import line, reverse
from support.together import require_clean_audit

FIVE_A_UNIT = {
    "default_rate": {"points": 5, "per_amount_minor": 100},
    "burn": {"points": 1, "amount_minor": 5},
}
IN_STEPS = {
    "default_rate": {"points": 1, "per_amount_minor": 100},
    "burn": {"points": 1, "amount_minor": 150, "points_step": 3},
}
ONE_FOR_ONE = {
    "default_rate": {"points": 1, "per_amount_minor": 1},
    "rate_classes": [
        {"class_id": "campaign", "categories": ["campaign"], "points": 1, "per_amount_minor": 1}
    ],
    "burn": {"points": 1, "amount_minor": 1},
}
THREE_MONTHS = program_pb2.ExpiryPolicy(months=3, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY)


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A shop that gives 5 points a unit of money, for three months."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("worked"), PluginRegistry.discover()
    )
    program = build.program(
        {
            "retail": [("retail", FIVE_A_UNIT)],
            "dining": [("retail", IN_STEPS)],
            "hotel": [("retail", ONE_FOR_ONE)],
        },
        expiry=THREE_MONTHS,
    )
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    """The service's clock, put back after the test."""
    yield harness.clock
    harness.clock.now = NOON


def lots(client: Client, member_id: str) -> list[int]:
    """Return the points of every open lot, as the entries add them up, oldest first."""
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    held: dict[str, int] = {}
    for entry in reversed(client.points.ListEntries(request).entries):
        for change in entry.lot_changes:
            held[change.lot_id] = held.get(change.lot_id, 0) + change.points
    return [points for points in held.values() if points]


def test_lots_are_consumed_oldest_first_and_expire(
    moved_clock: ManualClock, operator: Client, member_id: str
) -> None:
    """features.md AC-08, Odoo: 75 left; then 75 and 425 taken, 380 left; in the end none."""
    one_a = build.purchase(build.line(11_500))
    first = operator.points.RecordPurchase(build.record(member_id, one_a)).entry
    assert first.earned_points == 575
    operator.points.RedeemPoints(build.redeem(member_id, 500))
    assert lots(operator, member_id) == [75]

    moved_clock.advance(days=1)
    twenty_eight_b = build.purchase(build.line(16_100), at=moved_clock.now)
    second = operator.points.RecordPurchase(build.record(member_id, twenty_eight_b)).entry
    assert second.earned_points == 805
    claim = operator.points.RedeemPoints(build.redeem(member_id, 500)).entry
    assert [change.points for change in claim.lot_changes] == [-75, -425]
    assert lots(operator, member_id) == [380]

    last_instant = NOON.replace(month=9, day=17, hour=3, minute=59, second=59)
    moved_clock.now = last_instant
    assert account_of(operator, member_id).balance.available_points == 380
    moved_clock.advance(seconds=1)
    balance = account_of(operator, member_id).balance
    assert (balance.available_points, balance.due_points) == (0, 380)
    late = partial(operator.points.RedeemPoints, build.redeem(member_id, 1))
    assert failure_of(late).reason == "INSUFFICIENT_POINTS"
    require_clean_audit(operator, member_id)


def test_burned_and_earned_points_replace_each_other(operator: Client, member_id: str) -> None:
    """features.md AC-04 b, POS-Awesome: 77 points of 0.05 pay 3.85; 82 earned leave 82."""
    give(operator, member_id, 1_540)
    assert account_of(operator, member_id).balance.available_points == 77
    bill = build.purchase(build.line(1_640 + 385))
    entry = operator.points.RecordPurchase(build.record(member_id, bill, burn=77)).entry
    assert (entry.burn.amount_minor, entry.earned_points) == (385, 82)
    assert entry.balance_after.available_points == 82


def test_points_are_used_in_whole_rewards(operator: Client, member_id: str) -> None:
    """features.md AC-09, Odoo: 10 points and one to come, three at a time: 9 are used."""
    give(operator, member_id, 200)
    bill = build.purchase(build.line(1_450), business="dining")
    entry = operator.points.RecordPurchase(build.record(member_id, bill, burn=10)).entry
    assert (entry.burned_points, entry.burn.amount_minor) == (9, 1_350)
    assert (entry.earned_points, entry.balance_after.available_points) == (1, 2)


def test_two_rewards_and_an_order_leave_what_they_must(operator: Client, member_id: str) -> None:
    """features.md AC-13, Odoo: 4, one issued, three used, 2 left."""
    give(operator, member_id, 80)
    issued = operator.points.RecordPurchase(
        build.record(member_id, build.purchase(build.line(100), business="dining"))
    ).entry
    assert issued.earned_points == 1
    for cost in (1, 2):
        operator.points.RedeemPoints(build.redeem(member_id, cost))
    assert account_of(operator, member_id).balance.available_points == 2


def test_an_order_that_is_cancelled_leaves_the_card_as_it_was(
    operator: Client, member_id: str
) -> None:
    """features.md AC-13, Odoo: card of 4; the order issues 1 and uses 3; cancelled, 4 again."""
    give(operator, member_id, 80)
    bill = build.purchase(build.line(550), business="dining")
    order = operator.points.RecordPurchase(build.record(member_id, bill, burn=3)).entry
    assert (order.burned_points, order.earned_points) == (3, 1)
    assert account_of(operator, member_id).balance.available_points == 2
    cancelled = reverse(order.entry_id, store_id="dining-1", void=True)
    operator.returns.ReversePurchase(cancelled)
    assert account_of(operator, member_id).balance.available_points == 4
    require_clean_audit(operator, member_id)


def test_an_invoice_a_credit_and_a_redemption_add_up(operator: Client, member_id: str) -> None:
    """features.md AC-15, ERPNext: an invoice of 10, 75 by hand, 10 redeemed: 75 left."""
    invoice = build.purchase(build.line(1_000), business="dining")
    assert (
        operator.points.RecordPurchase(build.record(member_id, invoice)).entry.earned_points == 10
    )
    operator.adjustments.AdjustPoints(build.adjust(member_id, 75))
    spent = operator.points.RedeemPoints(build.redeem(member_id, 10)).entry
    assert spent.balance_after.available_points == 75


def test_a_return_of_half_takes_half_back(operator: Client, member_id: str) -> None:
    """features.md AC-15, ERPNext: 2 of 10,000 at 1 for 1,000 give 20; 1 returned leaves 10."""
    two = build.line(2_000, line_id="two", quantity_milli=2_000)
    bought = operator.points.RecordPurchase(
        build.record(member_id, build.purchase(two, business="dining"))
    ).entry
    assert bought.earned_points == 20
    one = reverse(bought.entry_id, line("two", quantity_milli=1_000), store_id="dining-1")
    assert operator.returns.ReversePurchase(one).entry.earned_points == -10
    assert account_of(operator, member_id).balance.available_points == 10


def test_a_reward_that_is_too_dear_says_how_much_is_missing(
    operator: Client, member_id: str
) -> None:
    """features.md AC-21, Voucherify: reward 250, balance 50: 200 missing."""
    give(operator, member_id, 1_000)
    refused = failure_of(partial(operator.points.RedeemPoints, build.redeem(member_id, 250)))
    assert refused.reason == "INSUFFICIENT_POINTS"
    assert refused.metadata == {"required": "250", "available": "50", "missing": "200"}


def test_a_preview_adds_the_campaign_to_what_the_bill_earns(
    operator: Client, member_id: str
) -> None:
    """features.md AC-21, ANT: base 724 and campaign 400 are 1124; nothing is written."""
    bill = build.purchase(
        build.line(724, line_id="base"),
        build.line(400, line_id="extra", category="campaign"),
        business="hotel",
    )
    preview = operator.points.QuotePurchase(build.quote(member_id, bill))
    assert [award.points for award in preview.awards] == [724, 400]
    assert preview.earned_points == 1_124
    assert account_of(operator, member_id).balance.available_points == 0


@pytest.mark.parametrize("points", [200, 2_000])
def test_points_pay_one_for_one_up_to_the_bill(
    operator: Client, member_id: str, points: int
) -> None:
    """features.md AC-21, Voucherify: 200 at ratio 1 are 200 points, at most 2000 of 2000."""
    give(operator, member_id, 60_000)
    bill = build.purchase(build.line(points), business="hotel")
    offer = operator.points.QuotePurchase(build.quote(member_id, bill)).burn_offer
    assert (offer.max_points, offer.max_amount_minor) == (points, points)
    entry = operator.points.RecordPurchase(build.record(member_id, bill, burn=points)).entry
    assert (entry.burned_points, entry.burn.amount_minor) == (points, points)


def test_an_empty_card_spends_nothing(operator: Client, member_id: str) -> None:
    """features.md AC-21, Voucherify: zero_card_balance."""
    refused = failure_of(partial(operator.points.RedeemPoints, build.redeem(member_id, 1)))
    assert refused.reason == "INSUFFICIENT_POINTS"


def test_a_card_that_received_points_spends_them_all(operator: Client, member_id: str) -> None:
    """features.md AC-21, Voucherify: 200 received make 700; a reward of 700 leaves 0."""
    give(operator, member_id, 10_000)
    sender = build.enroll(operator)
    give(operator, sender, 4_000)
    operator.transfers.TransferPoints(build.transfer(sender, member_id, 200))
    assert account_of(operator, member_id).balance.available_points == 700
    spent = operator.points.RedeemPoints(build.redeem(member_id, 700)).entry
    assert (spent.burned_points, spent.balance_after.available_points) == (700, 0)
    assert account_of(operator, sender).balance.available_points == 0
    require_clean_audit(operator, member_id)


def test_a_till_that_was_late_gives_points_from_when_they_were_earned(
    operator: Client, member_id: str
) -> None:
    """features.md AC-19, Voucherify, three months on: earned 31 January, usable to 30 April."""
    january = NOON.replace(month=1, day=31)
    bought = build.purchase(build.line(2_000), at=january)
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    (award,) = entry.awards
    assert award.born_expired
    expired = award.expire_time.ToDatetime(tzinfo=NOON.tzinfo)
    assert expired == NOON.replace(month=5, day=1, hour=4)
    assert expired - timedelta(seconds=1) > january
    assert entry.balance_after.due_points == 100
