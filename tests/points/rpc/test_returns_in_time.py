"""Voids within the till's day, and points that come back after their lot has expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2

from support import build
from support.asking import account_of, give, member_of
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import line, reverse, reverse_redemption
from support.together import require_clean_audit

BUSINESSES = ("hotel", "dining", "retail", "fuel")
GRACE_FROM = NOON + timedelta(days=500)
"""From when on a program gives a grace of three days."""


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose stores are in four zones, without a grace at first, then with one."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("in-time"), registry_of({"simple": simple_rules})
    )
    simple: dict[str, Any] = {business: [("simple", {})] for business in BUSINESSES}
    program = build.program(
        simple,
        tiers=[
            program_pb2.Tier(
                tier_id="gold",
                display_name="Gold",
                qualifying_points=1_000,
                qualifying_amount_minor=1_000,
            )
        ],
        tier_window_days=365,
        tier_policy=program_pb2.TierPolicy(
            qualify_by=program_pb2.QUALIFY_BY_SPEND,
            downgrade=program_pb2.TIER_DOWNGRADE_REASSESS,
            period=program_pb2.TIER_PERIOD_ROLLING,
        ),
    )
    program.businesses[2].stores[1].time_zone = "Asia/Shanghai"
    program.businesses[1].stores[0].time_zone = "Africa/Cairo"
    program.businesses[1].stores[1].time_zone = "Pacific/Apia"
    build.publish(running.client(), program)
    later = program_pb2.Program()
    later.CopyFrom(program)
    later.effective_time.CopyFrom(build.timestamp(GRACE_FROM))
    later.return_grace_days = 3
    build.publish(running.client(), later)
    yield running
    running.stop()


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    """The service's clock, put back after the test."""
    yield harness.clock
    harness.clock.now = NOON


def void(entry_id: str, at: datetime, **parts: Any) -> Any:
    return reverse(entry_id, void=True, return_time=build.timestamp(at), **parts)


def bought(client: Client, member_id: str, at: datetime, store: str) -> Any:
    lines = [build.line(600, line_id="a"), build.line(400, line_id="b")]
    purchase = build.purchase(*lines, at=at, store_id=store, business=store.partition("-")[0])
    return client.points.RecordPurchase(build.record(member_id, purchase)).entry


@pytest.mark.parametrize(
    ("store", "last_minute"),
    [
        ("retail-1", datetime(2026, 6, 16, 3, 59, tzinfo=UTC)),
        ("retail-2", datetime(2026, 6, 16, 15, 59, tzinfo=UTC)),
        ("dining-1", datetime(2026, 6, 15, 20, 59, tzinfo=UTC)),
        ("dining-2", datetime(2026, 6, 16, 10, 59, tzinfo=UTC)),
    ],
)
def test_a_void_is_for_the_day_at_the_store_of_the_purchase(
    moved_clock: ManualClock, operator: Client, member_id: str, store: str, last_minute: datetime
) -> None:
    evening = NOON + timedelta(minutes=1)
    moved_clock.now = last_minute + timedelta(hours=1)
    first, second = (bought(operator, member_id, evening, store) for _ in range(2))
    in_time = void(first.entry_id, last_minute, store_id=store)
    voided = operator.returns.ReversePurchase(in_time).entry.reversal
    assert (voided.voided, voided.complete, voided.refund_amount_minor) == (True, True, 1000)
    late = void(second.entry_id, last_minute + timedelta(minutes=1), store_id=store)
    failure = failure_of(partial(operator.returns.ReversePurchase, late))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "VOID_TOO_LATE")
    operator.returns.ReversePurchase(reverse(second.entry_id, store_id=store))
    require_clean_audit(operator, member_id)


def test_what_was_returned_in_part_is_not_voided(operator: Client, member_id: str) -> None:
    original = bought(operator, member_id, NOON, "retail-1")
    operator.returns.ReversePurchase(reverse(original.entry_id, line("a")))
    send = partial(operator.returns.ReversePurchase, void(original.entry_id, NOON))
    assert failure_of(send).reason == "VOID_TOO_LATE"


def test_only_the_whole_purchase_is_voided(operator: Client, member_id: str) -> None:
    original = bought(operator, member_id, NOON, "retail-1")
    part = reverse(original.entry_id, line("a"), void=True)
    failure = failure_of(partial(operator.returns.ReversePurchase, part))
    assert (failure.reason, failure.fields) == ("INVALID_FIELD", ("void",))


def test_spend_leaves_its_day_and_the_tier_stays_until_its_review(
    harness: Harness, operator: Client, member_id: str
) -> None:
    give(operator, member_id, 100, at=NOON - timedelta(days=2))
    lines = [build.line(600, line_id="a"), build.line(600, line_id="b")]
    paid = build.record(member_id, build.purchase(*lines), burn=100)
    original = operator.points.RecordPurchase(paid).entry
    members = harness.database["members"]

    def spent() -> Any:
        return members.find_one({"_id": member_id})["spend_days"]

    assert spent() == {"2026-06-13": 100, "2026-06-15": 1_100}
    operator.returns.ReversePurchase(reverse(original.entry_id, line("a")))
    assert spent() == {"2026-06-13": 100, "2026-06-15": 550}
    operator.returns.ReversePurchase(reverse(original.entry_id))
    assert spent() == {"2026-06-13": 100}
    assert member_of(operator, member_id).tier_id == "gold"
    require_clean_audit(operator, member_id)


def expired_redemption(
    clock: ManualClock, client: Client, member_id: str, days: int
) -> tuple[str, datetime]:
    """Redeem points and let their lot expire; return the entry's id and the time it is now."""
    give(client, member_id, 500, at=clock.now)
    redeemed = client.points.RedeemPoints(build.redeem(member_id, 300)).entry
    clock.advance(days=days)
    return redeemed.entry_id, clock.now


def test_without_a_grace_points_of_an_expired_lot_come_back_expired(
    moved_clock: ManualClock, operator: Client, member_id: str
) -> None:
    entry_id, _ = expired_redemption(moved_clock, operator, member_id, 400)
    undone = operator.returns.ReverseRedemption(reverse_redemption(entry_id)).entry
    assert undone.reversal.restored_expired_points == 300
    balance = account_of(operator, member_id).balance
    assert (balance.available_points, balance.due_points) == (0, 500)
    require_clean_audit(operator, member_id)


def test_within_the_grace_they_live_to_the_end_of_the_last_day_at_the_business(
    moved_clock: ManualClock, operator: Client, member_id: str
) -> None:
    moved_clock.now = GRACE_FROM
    entry_id, now = expired_redemption(moved_clock, operator, member_id, 400)
    undone = operator.returns.ReverseRedemption(reverse_redemption(entry_id, 200)).entry
    assert undone.reversal.restored_available_points == 200
    (expiration,) = account_of(operator, member_id).expirations
    last_day = (now + timedelta(days=3)).date()
    there = expiration.expire_time.ToDatetime(tzinfo=UTC) - timedelta(hours=5)
    assert (there.date() - timedelta(days=1), expiration.points) == (last_day, 200)
    moved_clock.now = expiration.expire_time.ToDatetime(tzinfo=UTC)
    assert account_of(operator, member_id).balance.available_points == 0
    require_clean_audit(operator, member_id)
