"""What the program lets one member earn and redeem in a time, exact under many callers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2, program_service_pb2

from support import build
from support.asking import points_and_entries
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.holding import placed, points_of
from support.plugins import simple_rules
from support.returning import reverse, reverse_redemption
from support.shapes import SHAPES
from support.tampering import difference
from support.together import OK, at_once, require_clean_audit, tally

PLENTY = 100_000


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with every limit, and with points given by hand beside them."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("limits"), registry_of({"simple": simple_rules})
    )
    names = ("hotel", "dining", "retail", "fuel")
    program = build.program({name: [("simple", {})] for name in names})
    program.limits.max_unapproved_adjustment_points = 10**9
    program.limits.members.CopyFrom(
        program_pb2.MemberLimits(
            max_earned_points_per_day=1_000,
            max_earned_points_per_month=2_500,
            max_redeemed_points_per_day=1_000,
            max_redeemed_points_per_month=1_500,
            max_redemptions=12,
        )
    )
    program.limits.members.redemption_span.FromSeconds(3600)
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture
def moved_clock(harness: Harness) -> Iterator[ManualClock]:
    before = harness.clock.now
    yield harness.clock
    harness.clock.now = before


@pytest.fixture
def rich(operator: Client, member_id: str) -> str:
    """A member with plenty of points, none of them earned."""
    operator.adjustments.AdjustPoints(build.adjust(member_id, PLENTY))
    return member_id


def buy(client: Client, member_id: str, points: int, **parts: Any) -> Any:
    bought = build.purchase(build.line(points), **parts)
    return client.points.RecordPurchase(build.record(member_id, bought)).entry


def test_a_purchase_is_cut_to_what_is_left_of_the_day_and_the_month(
    operator: Client, member_id: str
) -> None:
    entry = buy(operator, member_id, 700)
    assert (entry.earned_points, entry.awards[0].limited_by) == (700, "")
    entry = buy(operator, member_id, 700, business="hotel")
    assert (entry.earned_points, entry.awards[0].limited_by) == (300, "member-day")
    assert entry.qualifying_points == 300, "cut in proportion"
    earned = [
        buy(operator, member_id, 1_000, at=NOON - timedelta(days=day)).earned_points
        for day in (1, 2, 3)
    ]
    assert earned == [1_000, 500, 0]
    last_month = NOON - timedelta(days=15)
    assert buy(operator, member_id, 1_000, at=last_month).earned_points == 1_000
    require_clean_audit(operator, member_id)


def test_a_quote_tells_what_the_limits_leave(operator: Client, rich: str) -> None:
    buy(operator, rich, 900)
    quoted = operator.points.QuotePurchase(build.quote(rich, build.purchase(build.line(5_000))))
    assert (quoted.earned_points, quoted.awards[0].limited_by) == (100, "member-day")
    assert quoted.burn_offer.max_points == 1_000
    operator.points.RedeemPoints(build.redeem(rich, 400))
    again = operator.points.QuotePurchase(build.quote(rich, build.purchase(build.line(5_000))))
    assert again.burn_offer.max_points == 600


def test_redemptions_and_burns_count_together_and_are_refused_with_all_a_till_can_tell(
    operator: Client, rich: str, moved_clock: ManualClock
) -> None:
    operator.points.RedeemPoints(build.redeem(rich, 400))
    operator.points.RecordPurchase(build.record(rich, build.purchase(build.line(500)), burn=500))
    refused = build.redeem(rich, 101)
    failure = failure_of(lambda: operator.points.RedeemPoints(refused))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "LIMIT_REACHED")
    assert failure.metadata == {
        "limit": "redeemed-day",
        "window": "2026-06-15",
        "maximum": "1000",
        "used": "900",
        "requested": "101",
        "free_time": "2026-06-16T04:00:00.000Z",
    }
    told = f"{failure.message}; free again at 2026-06-16T04:00:00.000Z"
    assert failure.limits == (("redeemed-day", told),)
    burning = build.record(rich, build.purchase(build.line(500)), burn=200)
    assert failure_of(lambda: operator.points.RecordPurchase(burning)).reason == "LIMIT_REACHED"
    quoting = build.quote(rich, build.purchase(build.line(500)), burn=200)
    assert failure_of(lambda: operator.points.QuotePurchase(quoting)).reason == "LIMIT_REACHED"
    operator.points.RedeemPoints(build.redeem(rich, 100))
    moved_clock.advance(days=1)
    again = failure_of(lambda: operator.points.RedeemPoints(refused))
    assert again == failure, "a refusal is remembered"
    operator.points.RedeemPoints(build.redeem(rich, 500))
    month = failure_of(lambda: operator.points.RedeemPoints(build.redeem(rich, 1))).metadata
    assert (month["limit"], month["free_time"]) == ("redeemed-month", "2026-07-01T04:00:00.000Z")
    require_clean_audit(operator, rich)


def test_captures_of_holds_count_and_holds_do_not(operator: Client, rich: str) -> None:
    holds = [placed(operator, rich, 700) for _ in range(3)]
    operator.holds.CaptureHold(build.capture(rich, holds[0], 700))
    too_much = build.capture(rich, holds[1], 301)
    failure = failure_of(lambda: operator.holds.CaptureHold(too_much))
    assert (failure.reason, failure.metadata["used"]) == ("LIMIT_REACHED", "700")
    operator.holds.CaptureHold(build.capture(rich, holds[1], 300))
    assert points_of(operator, rich) == (PLENTY - 1_700, 700, 0)


def test_what_is_returned_can_be_earned_and_redeemed_again(operator: Client, rich: str) -> None:
    entry = buy(operator, rich, 1_000)
    assert buy(operator, rich, 100).earned_points == 0
    operator.returns.ReversePurchase(reverse(entry.entry_id))
    assert buy(operator, rich, 1_100).earned_points == 1_000
    spent = operator.points.RedeemPoints(build.redeem(rich, 1_000)).entry
    operator.returns.ReverseRedemption(reverse_redemption(spent.entry_id))
    operator.points.RedeemPoints(build.redeem(rich, 1_000))
    require_clean_audit(operator, rich)


def test_a_refused_purchase_uses_up_nothing(operator: Client, rich: str) -> None:
    bought = build.purchase(build.line(100))
    operator.points.RecordPurchase(build.record(rich, bought, burn=100))
    for _ in range(3):
        twice = build.record(rich, bought, burn=100)
        failure = failure_of(lambda: operator.points.RecordPurchase(twice))  # noqa: B023
        assert failure.reason == "RECEIPT_ALREADY_RECORDED"
    operator.points.RedeemPoints(build.redeem(rich, 900))


def test_a_repeat_counts_once(operator: Client, rich: str) -> None:
    request = build.redeem(rich, 600)
    for _ in range(3):
        operator.points.RedeemPoints(request)
    operator.points.RedeemPoints(build.redeem(rich, 400))


def test_forty_callers_redeem_exactly_what_the_day_allows(operator: Client, rich: str) -> None:
    requests = [build.redeem(rich, 150) for _ in range(40)]
    outcomes = at_once([partial(operator.points.RedeemPoints, each) for each in requests])
    assert tally(outcomes) == {OK: 6, "LIMIT_REACHED": 34}
    assert points_and_entries(operator, rich) == (PLENTY - 900, 8)
    require_clean_audit(operator, rich)


def test_forty_callers_earn_exactly_what_the_day_allows(operator: Client, member_id: str) -> None:
    requests = [build.record(member_id, build.purchase(build.line(30))) for _ in range(40)]
    outcomes = at_once([partial(operator.points.RecordPurchase, each) for each in requests])
    assert tally([each for each in outcomes if not hasattr(each, "entry")]) == {}
    assert sum(each.entry.earned_points for each in outcomes) == 1_000
    assert points_and_entries(operator, member_id) == (1_000, 41)
    require_clean_audit(operator, member_id)


def test_redemptions_may_come_no_faster_than_the_span_allows(
    operator: Client, rich: str, moved_clock: ManualClock
) -> None:
    requests = [build.redeem(rich, 1) for _ in range(40)]
    outcomes = at_once([partial(operator.points.RedeemPoints, each) for each in requests])
    assert tally(outcomes) == {OK: 12, "LIMIT_REACHED": 28}
    failure = failure_of(lambda: operator.points.RedeemPoints(build.redeem(rich, 1)))
    assert failure.metadata == {
        "limit": "redemptions",
        "window": "3600s",
        "maximum": "12",
        "used": "12",
        "free_time": "2026-06-15T17:00:00.000Z",
    }
    moved_clock.advance(seconds=3_600)
    operator.points.RedeemPoints(build.redeem(rich, 1))


def test_counters_are_what_the_journal_says_after_weeks_of_everything(
    operator: Client, rich: str, moved_clock: ManualClock
) -> None:
    entries = []
    for day in range(40):
        moved_clock.advance(days=1, hours=7)
        late = moved_clock.now - timedelta(days=day * 9 % 380)
        bought = build.purchase(build.line(400), at=late)
        entries.append(operator.points.RecordPurchase(build.record(rich, bought, burn=20)).entry)
        if day % 4 == 1:
            returned = reverse(
                entries[day // 2].entry_id, return_time=build.timestamp(moved_clock.now)
            )
            operator.returns.ReversePurchase(returned)
        if day % 4 == 3:
            entry = operator.points.RedeemPoints(build.redeem(rich, 30)).entry
            operator.returns.ReverseRedemption(reverse_redemption(entry.entry_id, 10))
    require_clean_audit(operator, rich)


@pytest.mark.parametrize(
    "change",
    [
        {"$inc": {"counters.0.count": -1}},
        {"$set": {"counters.0.window": "2026-06-14"}},
        {"$unset": {"counters": ""}},
    ],
    ids=str,
)
def test_a_counter_changed_by_hand_is_named(
    harness: Harness, operator: Client, rich: str, change: dict[str, Any]
) -> None:
    operator.points.RedeemPoints(build.redeem(rich, 300))
    require_clean_audit(operator, rich)
    harness.database["members"].update_one({"_id": rich}, change)
    found = difference(operator, rich)
    assert found is not None
    assert found.subject == "counters"


def test_limits_of_members_take_no_command_more(operator: Client, rich: str) -> None:
    burning = build.record(rich, build.purchase(build.line(500)), burn=100)
    for call in (
        partial(operator.points.RecordPurchase, burning),
        partial(operator.points.RedeemPoints, build.redeem(rich, 1)),
    ):
        SHAPES.clear()
        call()
        assert len(SHAPES.all()) == 7


def test_limits_are_published_and_read_as_they_are(operator: Client) -> None:
    request = program_service_pb2.GetProgramRequest(version=1)
    program = operator.programs.GetProgram(request).program
    assert program.limits.members.max_redeemed_points_per_month == 1_500
    assert program.limits.members.redemption_span.seconds == 3_600
    assert program.limits.max_claim_age.seconds == 30 * 86_400
