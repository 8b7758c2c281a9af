"""Tiers are reached at once. Worked numbers of features.md, each with its source."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.members.member import Invitation
from loyalty_points.domain.programs.policies import Downgrade, QualifyBy, Tier, TierPeriod
from loyalty_points.domain.tiers.tiers import (
    benefits_of,
    bring_up_to,
    forget,
    invite,
    take_over,
)

from support.services.tier_programs import at, earn, history, member, program, tier_on, tiers

METALS = tiers(bronze=100, silver=200, gold=300)
NOW = at("2026-06-03T12:00")


@pytest.mark.parametrize(
    ("points", "tier_id"),
    [
        (0, ""),
        (99, ""),
        (100, "bronze"),
        (199, "bronze"),
        (200, "silver"),
        (299, "silver"),
        (300, "gold"),
        (10**12, "gold"),
    ],
)
@pytest.mark.parametrize("period", TierPeriod)
def test_points_on_a_threshold_reach_it(points: int, tier_id: str, period: TierPeriod) -> None:
    """features.md AC-07, Talon.One: 200 is Silver and 300 is Gold."""
    assert earn(program(METALS, period=period), member(), points, NOW) == tier_id


def test_levels_from_zero() -> None:
    """features.md AC-07, Open Loyalty: 10 earned is L1, 20 more is L2."""
    levels = program(tiers(l0=0, l1=10, l2=30, l3=100))
    someone = member()
    assert history(levels, someone, {"2026-03-01": 0, "2026-03-02": 10}) == ["l0", "l1"]
    assert history(levels, someone, {"2026-03-03": 20, "2026-03-04": 69}) == ["l2", "l2"]
    assert earn(levels, someone, 1, at("2026-03-05")) == "l3"


@pytest.mark.parametrize(("points", "tier_id"), [(50, "basic"), (110, "silver"), (550, "gold")])
def test_levels_of_a_card(points: int, tier_id: str) -> None:
    """features.md AC-07, Voucherify, in whole points."""
    card = program(tiers(basic=0, silver=100, gold=500, platinum=1000))
    assert earn(card, member(), points, NOW) == tier_id


@pytest.mark.parametrize(
    ("before", "spent", "tier_id"),
    [
        (0, 6_000, "bronze"),
        (0, 15_000, "silver"),
        (0, 25_000, "gold"),
        (4_000, 500, "bronze"),
        (8_000, 3_000, "silver"),
        (18_000, 3_000, "gold"),
        (22_000, 5_000, "gold"),
    ],
)
def test_tiers_by_spend(before: int, spent: int, tier_id: str) -> None:
    """features.md AC-15, ERPNext: (prior spend, current) with Silver at 10,000, Gold at 20,000."""
    by_spend = program(tiers(bronze=0, silver=10_000, gold=20_000), qualify_by=QualifyBy.SPEND)
    someone = member()
    earn(by_spend, someone, before, at("2026-03-01"))
    assert earn(by_spend, someone, spent, at("2026-03-02")) == tier_id


def test_points_do_not_count_where_spend_does_and_the_other_way_round() -> None:
    someone = member(qualifying_days={"2026-06-01": 300}, spend_days={"2026-06-01": 200})
    assert earn(program(METALS, qualify_by=QualifyBy.SPEND), someone, 0, NOW) == "silver"
    assert earn(program(METALS), someone, 0, NOW) == "gold"


def test_a_purchase_never_lowers_a_tier() -> None:
    someone = member(tier_id="silver")
    assert earn(program(METALS), someone, 0, NOW) == "silver"
    assert earn(program(METALS), someone, 250, NOW) == "silver"
    assert earn(program(METALS), someone, 50, NOW) == "gold"


def test_a_tier_that_the_program_dropped_counts_as_none() -> None:
    assert earn(program(METALS), member(tier_id="platinum"), 150, NOW) == "bronze"
    assert earn(program(METALS), member(tier_id="platinum"), 0, NOW) == ""


def test_without_tiers_nothing_changes() -> None:
    someone = member(tier_id="gold")
    assert earn(program(()), someone, 10**6, NOW) == "gold"


@given(st.permutations(METALS), st.integers(0, 400), st.sampled_from(["", "bronze", "gold"]))
def test_the_order_in_which_tiers_are_written_does_not_matter(
    written: list[Tier], points: int, current: str
) -> None:
    straight, mixed = member(tier_id=current), member(tier_id=current)
    tier_id = earn(program(METALS), straight, points, NOW)
    assert earn(program(tuple(written)), mixed, points, NOW) == tier_id


@pytest.mark.parametrize(
    ("day", "tier_id"), [("2026-06-03", "bronze"), ("2025-06-04", "bronze"), ("2025-06-03", "")]
)
def test_a_rolling_window_counts_so_many_days_with_today(day: str, tier_id: str) -> None:
    assert earn(program(METALS), member(), 100, NOW, day) == tier_id


@pytest.mark.parametrize(("day", "tier_id"), [("2026-01-01", "bronze"), ("2025-12-31", "")])
def test_a_calendar_year_counts_its_own_days(day: str, tier_id: str) -> None:
    years = program(METALS, period=TierPeriod.CALENDAR_YEAR)
    assert earn(years, member(), 100, NOW, day) == tier_id


@pytest.mark.parametrize(
    ("now", "day", "tier_id"),
    [
        pytest.param("2026-02-27", "2025-02-28", "bronze", id="28 February in a common year"),
        pytest.param("2026-02-28", "2026-02-27", "", id="a new year begins on the 28th"),
        pytest.param("2028-02-28", "2027-02-28", "bronze", id="not yet on the 28th of a leap year"),
        pytest.param("2028-02-29", "2028-02-28", "", id="but on the 29th"),
    ],
)
def test_a_year_since_enrolment_on_29_february(now: str, day: str, tier_id: str) -> None:
    years = program(METALS, period=TierPeriod.ANNIVERSARY)
    assert earn(years, member(), 100, at(f"{now}T12:00"), day) == tier_id


@pytest.mark.parametrize(
    ("zone_name", "tier_id"), [("America/New_York", "gold"), ("Asia/Shanghai", "silver")]
)
def test_the_day_counts_in_the_program_s_zone(zone_name: str, tier_id: str) -> None:
    """Between the two it is midnight in Shanghai, where another year begins."""
    years = program(METALS, zone_name=zone_name, period=TierPeriod.CALENDAR_YEAR)
    someone = member()
    earned = {"2026-12-31T15:00": 100, "2026-12-31T17:00": 200}
    assert history(years, someone, earned)[-1] == tier_id


def test_what_a_tier_brings() -> None:
    assert benefits_of(program(METALS), "silver") == ("silver-lounge",)
    assert benefits_of(program(METALS), "") == benefits_of(program(METALS), "platinum") == ()


# Invitations

LASTING = Invitation("gold", "press", "ann")
UNTIL_JULY = Invitation("gold", "press", "ann", at("2026-07-01"))


def test_an_invitation_lifts_the_tier_until_it_ends() -> None:
    metals, someone = program(METALS), member()
    earn(metals, someone, 100, NOW)
    invite(metals, someone, UNTIL_JULY, NOW)
    assert (someone.tier_id, someone.earned) == ("gold", "bronze")
    assert tier_on(metals, someone, at("2026-06-30T23:59:59")) == "gold"
    assert tier_on(metals, someone, at("2026-07-01")) == "bronze"
    assert (someone.invitation, someone.earned_tier_id, someone.tier_since_day) == (
        None,
        "",
        "2026-07-01",
    )


def test_what_is_earned_meanwhile_is_kept_afterwards() -> None:
    metals, someone = program(METALS), member()
    invite(metals, someone, UNTIL_JULY, NOW)
    assert earn(metals, someone, 200, NOW) == "gold"
    assert tier_on(metals, someone, at("2026-07-01")) == "silver"


def test_an_invitation_below_the_tier_earned_changes_nothing() -> None:
    metals, someone = program(METALS), member()
    earn(metals, someone, 300, NOW)
    invite(metals, someone, Invitation("bronze", "press", "ann"), NOW)
    assert (someone.tier_id, someone.earned) == ("gold", "gold")


def test_an_invitation_to_a_tier_that_the_program_dropped_lifts_nothing() -> None:
    someone = member()
    invite(program(METALS), someone, Invitation("platinum", "press", "ann"), NOW)
    assert someone.tier_id == ""


def test_an_invitation_can_be_taken_back() -> None:
    metals, someone = program(METALS), member(tier_id="bronze")
    invite(metals, someone, LASTING, NOW)
    invite(metals, someone, None, NOW)
    assert (someone.tier_id, someone.invitation, someone.tier_due_time) == ("bronze", None, None)


@pytest.mark.parametrize("downgrade", Downgrade)
def test_a_review_never_goes_below_an_invitation(downgrade: Downgrade) -> None:
    metals, someone = program(METALS, downgrade=downgrade), member()
    earn(metals, someone, 300, NOW)
    invite(metals, someone, LASTING, NOW)
    assert tier_on(metals, someone, NOW + timedelta(days=5 * 366)) == "gold"
    invite(metals, someone, None, NOW + timedelta(days=5 * 366))
    assert someone.tier_id == ("gold" if downgrade is Downgrade.NONE else "")


# Members found to be one


def test_two_members_in_one_have_the_higher_tier_and_what_both_qualified() -> None:
    metals = program(METALS, downgrade=Downgrade.REASSESS)
    one, other = member(), member()
    earn(metals, one, 100, at("2026-03-01"))
    earn(metals, other, 200, at("2026-04-01"))
    take_over(metals, one, other, NOW)
    assert (one.tier_id, sum(one.qualifying_days.values())) == ("gold", 300)
    assert one.tier_since_day == "2026-06-03"


def test_the_higher_tier_comes_with_its_review_and_the_invitation_with_its_end() -> None:
    metals = program(METALS, downgrade=Downgrade.REASSESS)
    one, other = member(), member()
    earn(metals, one, 10, at("2026-03-01"))
    earn(metals, other, 200, at("2026-04-01"))
    invite(metals, one, UNTIL_JULY, NOW)
    take_over(metals, one, other, NOW)
    assert (one.tier_id, one.earned, one.tier_review_time) == (
        "gold",
        "silver",
        other.tier_review_time,
    )
    assert tier_on(metals, one, at("2026-07-01")) == "silver"
    forget(other)
    assert other == member()


def test_nothing_is_due_twice() -> None:
    metals, someone = program(METALS, downgrade=Downgrade.REASSESS), member()
    earn(metals, someone, 300, NOW)
    later = NOW + timedelta(days=400)
    assert bring_up_to(later, lambda _: metals, someone)
    assert not bring_up_to(later, lambda _: metals, someone)
