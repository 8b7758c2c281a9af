"""However late workers are, accounts come to the same: what repays debt does so at its instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from loyalty.points.v1 import entry_pb2
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build, returning
from support.all_operations.programs import told_program
from support.asking import account_of
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import told_rules
from support.together import require_clean_audit

Wait = Callable[[int], None]


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose plugin gives what a purchase tells it to."""
    registry = registry_of({"told": told_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("late"), registry)
    build.publish(running.client(), told_program())
    yield running
    running.stop()


@pytest.fixture(params=["prompt", "late"])
def wait(request: pytest.FixtureRequest, harness: Harness) -> Iterator[Wait]:
    """Lets hours pass, with or without a worker that looks every hour."""

    def pass_by(hours: int) -> None:
        for _ in range(hours):
            harness.clock.advance(hours=1)
            if request.param == "prompt":
                settle_accounts(harness.parts, 100)

    yield pass_by
    harness.clock.now = NOON


def buy(harness: Harness, member_id: str, told: str, business: str = "dining") -> entry_pb2.Entry:
    """Record a purchase of one line, whose award is as told."""
    bought = build.purchase(build.line(20, sku=told), at=harness.clock.now, business=business)
    request = build.record(member_id, bought)
    entry: entry_pb2.Entry = harness.client().points.RecordPurchase(request).entry
    return entry


def give_back(harness: Harness, entry: entry_pb2.Entry) -> None:
    at = build.timestamp(harness.clock.now)
    request = returning.reverse(entry.entry_id, store_id="dining-1", return_time=at)
    harness.client().returns.ReversePurchase(request)


def owe_ten(harness: Harness, member_id: str) -> None:
    """Let a member owe ten points: they were spent, and what they were given for came back."""
    bought = buy(harness, member_id, "10/now/never")
    harness.client().points.RedeemPoints(build.redeem(member_id, 10))
    give_back(harness, bought)


def available_and_debt(client: Client, member_id: str) -> tuple[int, int]:
    balance = account_of(client, member_id).balance
    return balance.available_points, balance.debt_points


def test_points_that_became_active_and_expired_have_repaid_debt(
    harness: Harness, operator: Client, member_id: str, wait: Wait
) -> None:
    buy(harness, member_id, "10/s3600/d0", "retail")
    owe_ten(harness, member_id)
    wait(30)
    assert available_and_debt(operator, member_id) == (0, 0)
    buy(harness, member_id, "7/now/never")
    assert available_and_debt(operator, member_id) == (7, 0)
    settle_accounts(harness.parts, 100)
    assert available_and_debt(operator, member_id) == (7, 0)
    require_clean_audit(operator, member_id)


def test_points_that_expired_before_a_debt_was_made_do_not_repay_it(
    harness: Harness, operator: Client, member_id: str, wait: Wait
) -> None:
    bought = buy(harness, member_id, "10/now/never")
    operator.points.RedeemPoints(build.redeem(member_id, 10))
    buy(harness, member_id, "10/now/d0", "retail")
    operator.holds.PlaceHold(build.hold(member_id, 10, 3600))
    wait(30)
    give_back(harness, bought)
    settle_accounts(harness.parts, 100)
    assert available_and_debt(operator, member_id) == (0, 10)
    require_clean_audit(operator, member_id)


def test_points_that_became_active_can_be_held_and_captured(
    harness: Harness, operator: Client, member_id: str, wait: Wait
) -> None:
    buy(harness, member_id, "10/s3600/never")
    wait(2)
    placed = operator.holds.PlaceHold(build.hold(member_id, 6)).entry
    settle_accounts(harness.parts, 100)
    assert available_and_debt(operator, member_id) == (4, 0)
    operator.holds.CaptureHold(build.capture(member_id, placed.hold.hold_id))
    assert available_and_debt(operator, member_id) == (4, 0)
    require_clean_audit(operator, member_id)


def test_what_an_account_and_a_quote_tell_is_what_can_be_spent(
    harness: Harness, operator: Client, member_id: str, wait: Wait
) -> None:
    buy(harness, member_id, "10/s3600/d0", "retail")
    buy(harness, member_id, "10/s7200/never")
    owe_ten(harness, member_id)
    wait(30)
    assert available_and_debt(operator, member_id) == (10, 0)
    bought = build.purchase(build.line(20, sku="1/now/never"), at=harness.clock.now)
    quoted = operator.points.QuotePurchase(build.quote(member_id, bought, burn=10))
    assert quoted.burn_offer.max_points == 10
    operator.points.RedeemPoints(build.redeem(member_id, 10))
    assert available_and_debt(operator, member_id) == (0, 0)
    require_clean_audit(operator, member_id)


def test_points_that_expired_before_a_member_joined_do_not_repay_the_households_debt(
    harness: Harness, operator: Client, member_id: str, wait: Wait
) -> None:
    owe_ten(harness, member_id)
    operator.households.CreateHousehold(build.household(member_id))
    mate_id = build.enroll(operator)
    buy(harness, mate_id, "10/now/d0", "retail")
    operator.holds.PlaceHold(build.hold(mate_id, 10, 3600))
    wait(30)
    operator.households.JoinHousehold(build.join(mate_id, member_id))
    settle_accounts(harness.parts, 100)
    assert available_and_debt(operator, mate_id) == (0, 10)
    require_clean_audit(operator, member_id)
