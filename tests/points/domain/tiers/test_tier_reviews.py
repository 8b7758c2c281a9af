"""Reviews: when they come, what counts for them, what they leave. Worked numbers of features.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.instants import LAST_DAY, start_of_day
from loyalty_points.domain.members.member import Invitation
from loyalty_points.domain.programs.policies import Downgrade, QualifyBy, TierPeriod
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tiers import bring_up_to, invite

from support.services.tier_programs import at, earn, history, member, program, tier_on, tiers

LEVELS = tiers(l0=0, l1=10, l2=30, l3=100)
METALS = tiers(bronze=100, silver=200, gold=300)
CALENDAR, ANNIVERSARY = TierPeriod.CALENDAR_YEAR, TierPeriod.ANNIVERSARY
REASSESS, ONE_LEVEL = Downgrade.REASSESS, Downgrade.ONE_LEVEL
MOMENT = timedelta(milliseconds=1)
ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Apia"]


@pytest.mark.parametrize(("earned", "tier_id"), [(5, "l0"), (10, "l1"), (30, "l2")])
def test_a_year_end_reassesses_by_the_year(earned: int, tier_id: str) -> None:
    """features.md AC-07, Open Loyalty: 5, 10 or 30 of the year leave L0, L1 and L2."""
    years, someone = program(LEVELS, period=CALENDAR, downgrade=REASSESS), member()
    assert history(years, someone, {"2025-03-01": 10, "2025-06-01": 20}) == ["l1", "l2"]
    assert tier_on(years, someone, at("2026-01-01")) == "l2", "2025 itself brought it"
    earn(years, someone, earned, at("2026-07-01"))
    assert tier_on(years, someone, at("2027-01-01") - MOMENT) == "l2"
    assert tier_on(years, someone, at("2027-01-01")) == tier_id


@pytest.mark.parametrize(
    ("spent", "on", "tier_id"),
    [
        pytest.param(0, "2025-01-01T23:59", "bronze", id="until 1 January 2025"),
        pytest.param(0, "2025-01-02", "member", id="Member on the 2nd"),
        pytest.param(199, "2025-01-02", "member", id="less than 200 in the year"),
        pytest.param(200, "2025-01-02", "bronze", id="200 renew it"),
        pytest.param(500, "2025-01-02", "silver", id="500 are Silver, the clock restarts"),
        pytest.param(500, "2025-07-01T23:59", "silver", id="a year after they came"),
        pytest.param(500, "2025-07-04", "member", id="and not for ever"),
    ],
)
def test_twelve_months_of_bronze(spent: int, on: str, tier_id: str) -> None:
    """features.md AC-07, Purebaby: Bronze from 1/1/2024 with $200."""
    levels = tiers(member=0, bronze=200, silver=500)
    shop = program(levels, 366, qualify_by=QualifyBy.SPEND, downgrade=REASSESS)
    someone = member()
    assert earn(shop, someone, 200, at("2024-01-01T12:00")) == "bronze"
    if spent:
        earn(shop, someone, spent, at("2024-07-01T12:00"))
    assert tier_on(shop, someone, at(on)) == tier_id


def test_what_reached_a_tier_does_not_renew_it() -> None:
    metals, someone = program(METALS, 30, downgrade=REASSESS), member()
    earn(metals, someone, 100, at("2026-01-01T12:00"))
    assert tier_on(metals, someone, at("2026-02-01") - MOMENT) == "bronze"
    assert tier_on(metals, someone, at("2026-02-01")) == ""


def test_a_rolling_tier_is_renewed_for_as_many_days() -> None:
    metals, someone = program(METALS, 30, downgrade=REASSESS), member()
    earn(metals, someone, 100, at("2026-01-01T12:00"))
    earn(metals, someone, 100, at("2026-01-31T23:00"))
    assert tier_on(metals, someone, at("2026-02-01")) == "bronze"
    assert someone.tier_since_day == "2026-01-01"
    assert someone.tier_review_time == at("2026-03-03")
    assert tier_on(metals, someone, at("2026-03-03")) == ""
    assert someone.tier_since_day == "2026-03-03"


@pytest.mark.parametrize(
    ("downgrade", "tier_ids"),
    [
        (Downgrade.NONE, ["gold", "gold", "gold", "gold"]),
        (ONE_LEVEL, ["silver", "bronze", "", ""]),
        (REASSESS, ["", "", "", ""]),
    ],
)
def test_what_a_review_leaves_of_a_tier_not_earned_again(
    downgrade: Downgrade, tier_ids: list[str]
) -> None:
    years, someone = program(METALS, period=CALENDAR, downgrade=downgrade), member()
    earn(years, someone, 300, at("2025-06-01"))
    assert tier_on(years, someone, at("2026-12-31")) == "gold"
    days = [at(f"{year}-01-01") for year in (2027, 2028, 2029, 2030)]
    assert [tier_on(years, someone, day) for day in days] == tier_ids


@pytest.mark.parametrize(("earned", "tier_id"), [(99, "silver"), (200, "silver"), (299, "silver")])
def test_one_level_is_the_most_that_is_lost(earned: int, tier_id: str) -> None:
    years, someone = program(METALS, period=CALENDAR, downgrade=ONE_LEVEL), member()
    earn(years, someone, 300, at("2025-06-01"))
    tier_on(years, someone, at("2026-01-01"))
    earn(years, someone, earned, at("2026-06-01"))
    assert tier_on(years, someone, at("2027-01-01")) == tier_id


def test_a_review_never_raises_a_tier() -> None:
    """Not even where the days of grace would, with the year before."""
    years = program(METALS, period=CALENDAR, downgrade=REASSESS, grace_days=31)
    someone = member()
    assert history(years, someone, {"2025-06-01": 190, "2026-01-10": 10}) == ["bronze", "bronze"]
    assert tier_on(years, someone, at("2026-02-01")) == "bronze"


def test_days_of_grace_count_for_the_year_that_ended() -> None:
    """To the last minute."""
    years = program(METALS, period=CALENDAR, downgrade=REASSESS, grace_days=31)
    someone = member()
    earn(years, someone, 100, at("2025-06-01"))
    tier_on(years, someone, at("2026-02-01"))
    earn(years, someone, 60, at("2026-06-01"))
    assert someone.tier_review_time == at("2027-02-01")
    assert earn(years, someone, 40, at("2027-01-31T23:59")) == "bronze"
    assert tier_on(years, someone, at("2027-02-01")) == "bronze"
    assert someone.tier_since_day == "2025-06-01"


def test_grace_that_was_not_used_ends() -> None:
    years = program(METALS, period=CALENDAR, downgrade=REASSESS, grace_days=31)
    someone = member()
    earn(years, someone, 100, at("2025-06-01"))
    assert tier_on(years, someone, at("2027-02-01") - MOMENT) == "bronze"
    assert tier_on(years, someone, at("2027-02-01")) == ""


def test_what_was_earned_in_grace_counts_for_its_own_year_too() -> None:
    years = program(METALS, period=CALENDAR, downgrade=REASSESS, grace_days=31)
    someone = member()
    earn(years, someone, 100, at("2025-06-01"))
    earn(years, someone, 100, at("2026-01-15"))
    assert tier_on(years, someone, at("2027-02-01")) == "bronze"
    assert tier_on(years, someone, at("2028-02-01")) == ""


def test_grace_of_a_rolling_window_never_takes_away() -> None:
    """What a window without grace would keep, one with grace keeps too."""
    for grace_days in (0, 10, 366):
        metals = program(tiers(bronze=100), 30, downgrade=REASSESS, grace_days=grace_days)
        someone = member()
        earn(metals, someone, 100, at("2026-01-01"))
        earn(metals, someone, 100, at("2026-01-02"))
        assert someone.tier_review_time == at("2026-02-01") + timedelta(days=grace_days)
        assert tier_on(metals, someone, at("2026-02-01") + timedelta(days=grace_days)) == "bronze"
        assert someone.tier_review_time == at("2026-03-03") + timedelta(days=grace_days)


@pytest.mark.parametrize(
    ("reached", "review"),
    [
        pytest.param("2026-02-27T12:00", "2026-02-28", id="the day before the common anniversary"),
        pytest.param("2026-02-28T12:00", "2027-02-28", id="on it"),
        pytest.param("2027-06-01T12:00", "2028-02-29", id="the leap one comes back"),
    ],
)
def test_an_anniversary_of_29_february(reached: str, review: str) -> None:
    years, someone = program(METALS, period=ANNIVERSARY, downgrade=REASSESS), member()
    earn(years, someone, 100, at(reached))
    assert someone.tier_review_time == at(review)


@pytest.mark.parametrize(
    ("zone_name", "review"),
    [
        ("America/New_York", "2027-01-01T05:00"),
        ("Asia/Shanghai", "2026-12-31T16:00"),
        ("Africa/Cairo", "2026-12-31T22:00"),
        ("Pacific/Apia", "2026-12-31T11:00"),
    ],
)
def test_a_review_comes_at_midnight_where_the_program_is(zone_name: str, review: str) -> None:
    years = program(METALS, zone_name=zone_name, period=CALENDAR, downgrade=REASSESS)
    someone = member()
    earn(years, someone, 100, at("2026-06-01"))
    assert someone.tier_review_time == at(review)


@pytest.mark.parametrize(
    ("zone_name", "reached", "review"),
    [
        pytest.param("Africa/Cairo", "2026-04-22T12:00", "2026-04-23T22:00", id="no midnight"),
        pytest.param("Pacific/Apia", "2011-12-29T00:00", "2011-12-30T10:00", id="the lost day"),
        pytest.param("America/New_York", "2026-03-07T12:00", "2026-03-09T04:00", id="the gap"),
        pytest.param("America/New_York", "2026-10-31T12:00", "2026-11-02T05:00", id="the overlap"),
    ],
)
def test_a_review_at_the_edges_of_time(zone_name: str, reached: str, review: str) -> None:
    """reliability.md, case 39."""
    days = {"Africa/Cairo": 1, "Pacific/Apia": 1, "America/New_York": 1}[zone_name]
    metals = program(METALS, days, zone_name=zone_name, downgrade=REASSESS)
    someone = member(datetime(2010, 1, 1, tzinfo=UTC))
    earn(metals, someone, 100, at(reached))
    assert someone.tier_review_time == at(review)


def test_the_lowest_tier_that_costs_nothing_is_not_reviewed() -> None:
    years, someone = program(LEVELS, period=CALENDAR, downgrade=REASSESS), member()
    assert earn(years, someone, 0, at("2026-06-01")) == "l0"
    assert someone.tier_due_time is None
    earn(years, someone, 10, at("2026-06-02"))
    assert tier_on(years, someone, at("2030-01-01")) == "l0"
    assert someone.tier_due_time is None


def test_a_program_that_begins_to_lower_tiers_does_so_from_the_next_purchase_on() -> None:
    someone = member()
    earn(program(METALS), someone, 100, at("2026-03-01"))
    assert someone.tier_review_time is None
    earn(program(METALS, downgrade=REASSESS), someone, 0, at("2026-06-01"))
    assert someone.tier_review_time == at("2027-06-02")


def test_a_program_that_ceases_to_lower_tiers_keeps_what_is_due_later() -> None:
    someone = member()
    earn(program(METALS, downgrade=REASSESS), someone, 100, at("2026-03-01"))
    assert tier_on(program(METALS), someone, at("2030-01-01")) == "bronze"
    assert someone.tier_due_time is None


def test_each_review_goes_by_the_program_of_its_time() -> None:
    """So it does not matter how late the worker comes."""
    years = program(METALS, period=CALENDAR, downgrade=REASSESS)
    lenient = program(tiers(bronze=10), period=CALENDAR, downgrade=REASSESS)
    someone = member()
    earn(years, someone, 100, at("2025-06-01"))
    earn(years, someone, 50, at("2026-06-01"))

    def in_force(instant: datetime) -> Program:
        return years if instant < at("2027-01-02") else lenient

    bring_up_to(at("2029-01-01"), in_force, someone)
    assert (someone.tier_id, someone.tier_since_day) == ("", "2027-01-01")


@pytest.mark.parametrize("after", [TierPeriod.ROLLING, CALENDAR, ANNIVERSARY])
@pytest.mark.parametrize("before", [TierPeriod.ROLLING, CALENDAR, ANNIVERSARY])
def test_a_review_under_another_policy_plans_a_later_one(
    before: TierPeriod, after: TierPeriod
) -> None:
    someone = member()
    long_grace = program(METALS, 900, period=before, downgrade=REASSESS, grace_days=366)
    short = program(METALS, 3, period=after, downgrade=REASSESS)
    earn(long_grace, someone, 100, at("2026-03-01"))
    first = someone.tier_review_time
    assert first is not None
    earn(long_grace, someone, 100, first - timedelta(days=2))
    bring_up_to(first, lambda _: short, someone)
    assert someone.tier_id == "bronze"
    assert someone.tier_review_time is not None
    assert first < someone.tier_review_time <= first + timedelta(days=366)


def test_no_review_comes_beyond_the_last_day() -> None:
    """case 39, year 9999."""
    enrolled = datetime(9998, 6, 1, tzinfo=UTC)
    for period in TierPeriod:
        years, someone = program(METALS, period=period, downgrade=REASSESS), member(enrolled)
        earn(years, someone, 300, datetime(9999, 6, 15, tzinfo=UTC))
        assert tier_on(years, someone, start_of_day(LAST_DAY, "UTC")) == "gold"
        assert someone.tier_due_time is None


EARNINGS = st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 150)), max_size=12)
POLICIES = st.fixed_dictionaries(
    {
        "period": st.sampled_from(TierPeriod),
        "downgrade": st.sampled_from(Downgrade),
        "grace_days": st.sampled_from([0, 1, 31, 366]),
    }
)


@given(EARNINGS, POLICIES, st.sampled_from(ZONES), st.integers(1, 400), st.data())
def test_how_often_anybody_looks_makes_no_difference(
    earnings: list[tuple[int, int]],
    policy: dict[str, object],
    zone_name: str,
    window_days: int,
    data: st.DataObject,
) -> None:
    """Case 39: reviews run day by day, or late and all at once, leave the same."""
    world = program(METALS, window_days, zone_name, **policy)
    seldom, daily = member(), member()
    start, end = at("2025-01-01T12:00"), 1600
    for offset, number in sorted(earnings):
        earn(world, seldom, number, start + timedelta(days=offset))
    bring_up_to(start + timedelta(days=end), lambda _: world, seldom)
    looks = data.draw(st.sets(st.integers(0, end), max_size=40)) | {end}
    steps = sorted(
        [*((offset, 1, number) for offset, number in earnings), *((d, 2, 0) for d in looks)]
    )
    for offset, what, number in steps:
        now = start + timedelta(days=offset)
        if what == 1:
            earn(world, daily, number, now)
        else:
            bring_up_to(now, lambda _: world, daily)
    assert (seldom.tier_id, seldom.tier_since_day) == (daily.tier_id, daily.tier_since_day)
    assert seldom.tier_review_time == daily.tier_review_time


@given(POLICIES, st.sampled_from(ZONES), st.integers(1, 400))
def test_reviews_follow_each_other_at_local_midnights_and_each_comes_once(
    policy: dict[str, object], zone_name: str, window_days: int
) -> None:
    world = program(METALS, window_days, zone_name, **policy | {"downgrade": ONE_LEVEL})
    someone = member()
    earn(world, someone, 300, at("2025-06-01T12:00"))
    seen = []
    while someone.tier_review_time is not None:
        seen.append(someone.tier_review_time)
        bring_up_to(seen[-1], lambda _: world, someone)
    assert seen == sorted(set(seen))
    assert len(seen) in (3, 4), "one keeps gold by the year it was reached in, three lower it"
    assert someone.tier_id == ""


def test_an_invitation_and_a_review_at_one_instant() -> None:
    years, someone = program(METALS, period=CALENDAR, downgrade=REASSESS), member()
    earn(years, someone, 200, at("2025-06-01"))
    tier_on(years, someone, at("2026-01-01"))
    ends = Invitation("gold", "press", "ann", at("2027-01-01"))
    invite(years, someone, ends, at("2026-02-01"))
    assert tier_on(years, someone, at("2027-01-01") - MOMENT) == "gold"
    assert tier_on(years, someone, at("2027-01-01")) == ""
    assert someone == member(tier_since_day="2027-01-01", qualifying_days=someone.qualifying_days)
