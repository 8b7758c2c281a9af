"""What one member may earn and redeem: windows, counters, and when a limit frees."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_chassis.errors import LimitReached
from loyalty_points.domain.members import member_limits as limits_of
from loyalty_points.domain.members.member import Attributes, LimitCounter, Member
from loyalty_points.domain.programs.program import MemberLimits
from loyalty_points.domain.purchases.earning import ProposedAward
from loyalty_sdk import INT64_MAX, PointsAward

from support.clocks import NOON

NEW_YORK = "America/New_York"
TODAY = date(2026, 6, 15)


def somebody(*counters: LimitCounter) -> Member:
    return Member("M", 1, NOON, (), Attributes(), counters=counters)


def redeem(
    member: Member, limits: MemberLimits, points: int, now: datetime = NOON, zone: str = NEW_YORK
) -> None:
    limits_of.count_redemption(member, limits, points, now, zone)


def refusal(
    member: Member, limits: MemberLimits, points: int, now: datetime = NOON, zone: str = NEW_YORK
) -> dict[str, str]:
    before = member.counters
    with pytest.raises(LimitReached) as caught:
        redeem(member, limits, points, now, zone)
    assert member.counters == before, "a refusal counts nothing"
    return caught.value.metadata


def proposals(*points: int) -> list[ProposedAward]:
    return [
        ProposedAward("p", is_group_wide=False, funder="retail", award=award, points=award.points)
        for award in (PointsAward(points=each, rule_id="r", reason="r") for each in points)
    ]


def test_a_day_and_its_month_are_counted_and_refuse_with_when_they_free() -> None:
    limits = MemberLimits(max_redeemed_points_per_day=100, max_redeemed_points_per_month=150)
    member = somebody()
    redeem(member, limits, 60)
    assert refusal(member, limits, 41) == {
        "limit": "redeemed-day",
        "window": "2026-06-15",
        "maximum": "100",
        "used": "60",
        "requested": "41",
        "free_time": "2026-06-16T04:00:00.000Z",
    }
    redeem(member, limits, 40)
    next_day = NOON + timedelta(days=1)
    redeem(member, limits, 50, next_day)
    assert refusal(member, limits, 1, next_day) == {
        "limit": "redeemed-month",
        "window": "2026-06",
        "maximum": "150",
        "used": "150",
        "requested": "1",
        "free_time": "2026-07-01T04:00:00.000Z",
    }
    redeem(member, limits, 100, NOON + timedelta(days=16))


@pytest.mark.parametrize(
    ("zone", "last", "free"),
    [
        ("Asia/Shanghai", datetime(2026, 6, 15, 15, 59, 59, tzinfo=UTC), "2026-06-15T16:00:00"),
        ("America/New_York", datetime(2026, 11, 1, 4, 30, tzinfo=UTC), "2026-11-02T05:00:00"),
        ("Africa/Cairo", datetime(2026, 4, 23, 21, 59, 59, tzinfo=UTC), "2026-04-23T22:00:00"),
        ("Pacific/Apia", datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC), "2011-12-30T10:00:00"),
    ],
)
def test_a_day_ends_where_the_clocks_say(zone: str, last: datetime, free: str) -> None:
    limits = MemberLimits(max_redeemed_points_per_day=10)
    member = somebody()
    redeem(member, limits, 10, last, zone)
    told = refusal(member, limits, 1, last, zone)["free_time"]
    assert told == f"{free}.000Z"
    freed = datetime.fromisoformat(told)
    assert refusal(member, limits, 1, freed - timedelta(seconds=1), zone)
    redeem(member, limits, 1, freed, zone)


def test_redemptions_may_come_no_faster_than_so_many_in_a_span() -> None:
    limits = MemberLimits(max_redemptions=2, redemption_span_seconds=60)
    member = somebody()
    redeem(member, limits, 1)
    redeem(member, limits, 1, NOON + timedelta(seconds=20))
    assert refusal(member, limits, 1, NOON + timedelta(milliseconds=59_999)) == {
        "limit": "redemptions",
        "window": "60s",
        "maximum": "2",
        "used": "2",
        "free_time": "2026-06-15T16:01:00.000Z",
    }
    redeem(member, limits, 1, NOON + timedelta(seconds=60))
    told = refusal(member, limits, 1, NOON + timedelta(seconds=61))
    assert told["free_time"] == "2026-06-15T16:01:20.000Z"


def test_redemptions_of_one_instant_count_each() -> None:
    limits = MemberLimits(max_redemptions=3, redemption_span_seconds=1)
    member = somebody()
    for _ in range(3):
        redeem(member, limits, 1)
    assert refusal(member, limits, 1)["used"] == "3"


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 5), st.integers(1, 30))
def test_no_span_ever_holds_more_redemptions_than_allowed(
    pauses: list[int], most: int, span: int
) -> None:
    limits = MemberLimits(max_redemptions=most, redemption_span_seconds=span)
    member, now = somebody(), NOON
    made: list[datetime] = []
    for pause in pauses:
        now += timedelta(seconds=pause)
        recent = [each for each in made if each > now - timedelta(seconds=span)]
        expected = 0 if len(recent) >= most else INT64_MAX
        assert limits_of.redeemable(member, limits, now, NEW_YORK) == expected
        if expected:
            redeem(member, limits, 1, now)
            made.append(now)
        else:
            freed = datetime.fromisoformat(refusal(member, limits, 1, now)["free_time"])
            assert freed == recent[-most] + timedelta(seconds=span)
    assert len(member.counters) <= most + 1, "what does not count any more is forgotten"


def test_what_a_member_may_redeem_is_the_least_that_any_limit_leaves() -> None:
    limits = MemberLimits(max_redeemed_points_per_day=100, max_redeemed_points_per_month=120)
    member = somebody()
    assert limits_of.redeemable(member, limits, NOON, NEW_YORK) == 100
    redeem(member, limits, 90, NOON - timedelta(days=1))
    assert limits_of.redeemable(member, limits, NOON, NEW_YORK) == 30
    assert limits_of.redeemable(member, MemberLimits(), NOON, NEW_YORK) == INT64_MAX


def test_earned_points_are_cut_to_what_is_left_of_day_and_month() -> None:
    limits = MemberLimits(max_earned_points_per_day=100, max_earned_points_per_month=150)
    member = somebody()
    kept = limits_of.within_earned_limits(proposals(60, 60), member, limits, TODAY)
    assert [(each.points, each.limited_by) for each in kept] == [(60, ""), (40, "member-day")]
    limits_of.count_earned(member, limits, 100, TODAY, "2025-01-01")
    tomorrow = TODAY + timedelta(days=1)
    kept = limits_of.within_earned_limits(proposals(60, 60), member, limits, tomorrow)
    assert [(each.points, each.limited_by) for each in kept] == [
        (50, "member-month"),
        (0, "member-month"),
    ]


def test_a_late_purchase_counts_on_its_own_day() -> None:
    limits = MemberLimits(max_earned_points_per_day=100)
    member = somebody()
    limits_of.count_earned(member, limits, 100, TODAY, "2026-01-01")
    before = TODAY - timedelta(days=9)
    limits_of.count_earned(member, limits, 30, before, "2026-01-01")
    kept = limits_of.within_earned_limits(proposals(100), member, limits, before)
    assert kept[0].points == 70


def test_a_return_lets_its_points_be_earned_again_on_the_day_of_the_purchase() -> None:
    limits = MemberLimits(max_earned_points_per_day=100, max_earned_points_per_month=150)
    member = somebody()
    limits_of.count_earned(member, limits, 100, TODAY, "2026-01-01")
    limits_of.give_back_earned(member, 40, TODAY)
    kept = limits_of.within_earned_limits(proposals(100), member, limits, TODAY)
    assert kept[0].points == 40
    limits_of.give_back_earned(member, 1_000, TODAY)
    assert member.counters == (), "never below zero, and nothing is kept of nothing"
    limits_of.give_back_earned(member, 10, TODAY)
    assert member.counters == ()


def test_a_reversed_redemption_gives_its_points_back_but_not_its_turn() -> None:
    limits = MemberLimits(
        max_redeemed_points_per_day=100, max_redemptions=1, redemption_span_seconds=60
    )
    member = somebody()
    redeem(member, limits, 100)
    limits_of.give_back_redeemed(member, 100, NOON, NEW_YORK, "")
    assert refusal(member, limits, 1, NOON + timedelta(seconds=59))["limit"] == "redemptions"
    redeem(member, limits, 100, NOON + timedelta(seconds=60))


def test_without_limits_nothing_is_counted() -> None:
    member = somebody()
    redeem(member, MemberLimits(), 10**12)
    limits_of.count_earned(member, MemberLimits(), 10**12, TODAY, "2026-01-01")
    assert member.counters == ()


def test_what_no_limit_can_need_any_more_is_forgotten() -> None:
    windows = ("2026-03", "2026-04", "2026-04-14", "2026-04-15", "2026-06-15T16:00:00.000Z")
    member = somebody(*(LimitCounter("any", window, 1) for window in windows))
    member.forget_before("2026-04-15")
    assert [known.window for known in member.counters] == [
        "2026-04",
        "2026-04-15",
        "2026-06-15T16:00:00.000Z",
    ]
    member.count("any", "2026-06", 1, "2026-05-01")
    assert [known.window for known in member.counters] == ["2026-06-15T16:00:00.000Z", "2026-06"]
