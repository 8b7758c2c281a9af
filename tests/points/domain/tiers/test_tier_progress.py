"""How far it is to the next tier, and when the one in force is at risk."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from loyalty_points.domain.members.member import Invitation
from loyalty_points.domain.programs.policies import Downgrade, QualifyBy, TierPeriod
from loyalty_points.domain.tiers.tier_progress import TierProgress, progress
from loyalty_points.domain.tiers.tiers import invite

from support.services.tier_programs import at, earn, member, program, tier_on, tiers

METALS = tiers(bronze=100, silver=200, gold=300)
YEARS = program(METALS, period=TierPeriod.CALENDAR_YEAR, downgrade=Downgrade.REASSESS)
NOW = at("2026-06-03T12:00")
REVIEW = at("2027-01-01")


def test_without_a_tier_the_first_is_next() -> None:
    someone = member()
    earn(YEARS, someone, 40, NOW)
    assert progress(YEARS, someone, NOW) == TierProgress(
        QualifyBy.POINTS, (), 40, next_tier_id="bronze", missing=60
    )


def test_in_a_tier_it_is_told_what_it_brings_and_what_keeps_it() -> None:
    someone = member()
    earn(YEARS, someone, 210, at("2025-06-01"))
    tier_on(YEARS, someone, at("2026-01-01"))
    earn(YEARS, someone, 40, NOW)
    assert progress(YEARS, someone, NOW) == TierProgress(
        QualifyBy.POINTS,
        ("silver-lounge",),
        40,
        next_tier_id="gold",
        missing=260,
        at_risk_time=REVIEW,
        keep_missing=160,
    )


def test_what_is_missing_reaches_it_and_one_less_does_not() -> None:
    for less, tier_id in ((0, "gold"), (1, "silver")):
        someone = member()
        earn(YEARS, someone, 210, NOW)
        missing = progress(YEARS, someone, NOW).missing
        assert earn(YEARS, someone, missing - less, NOW) == tier_id


@pytest.mark.parametrize("period", TierPeriod)
@pytest.mark.parametrize(("less", "tier_id"), [(0, "silver"), (1, "bronze")])
def test_what_is_missing_to_keep_it_keeps_it_to_the_last_minute(
    period: TierPeriod, less: int, tier_id: str
) -> None:
    world = program(METALS, period=period, downgrade=Downgrade.ONE_LEVEL, grace_days=20)
    someone = member()
    earn(world, someone, 200, at("2025-06-01"))
    if period is not TierPeriod.ROLLING:  # the year in which it was reached keeps it
        tier_on(world, someone, at("2026-04-01"))
    told = progress(world, someone, at("2026-04-01"))
    assert told.keep_missing == 200
    assert told.at_risk_time is not None
    last_minute = told.at_risk_time - timedelta(minutes=1)
    earn(world, someone, told.keep_missing - less, last_minute)
    assert tier_on(world, someone, told.at_risk_time) == tier_id


def test_at_the_top_nothing_is_next() -> None:
    someone = member()
    earn(YEARS, someone, 310, NOW)
    told = progress(YEARS, someone, NOW)
    assert (told.next_tier_id, told.missing) == ("", 0)
    assert (told.at_risk_time, told.keep_missing) == (REVIEW, 0)


def test_by_spend_it_is_told_in_minor_units() -> None:
    world = program(METALS, qualify_by=QualifyBy.SPEND)
    someone = member()
    earn(world, someone, 150, NOW)
    told = progress(world, someone, NOW)
    assert (told.qualify_by, told.counted, told.missing) == (QualifyBy.SPEND, 150, 50)


def test_a_tier_that_is_never_lowered_is_never_at_risk() -> None:
    someone = member()
    earn(program(METALS), someone, 210, NOW)
    assert progress(program(METALS), someone, NOW).at_risk_time is None


def test_a_program_without_tiers_has_nothing_to_tell() -> None:
    someone = member(tier_id="gold", qualifying_days={"2026-06-01": 5})
    assert progress(program((), 0), someone, NOW) == TierProgress(QualifyBy.POINTS, (), 0)


@pytest.mark.parametrize(
    ("end", "at_risk", "keep_missing"),
    [(None, None, 0), ("2026-09-01", "2026-09-01", 260), ("2027-06-01", "2027-06-01", 260)],
)
def test_an_invitation_is_at_risk_when_it_ends(
    end: str | None, at_risk: str | None, keep_missing: int
) -> None:
    someone = member()
    earn(YEARS, someone, 40, NOW)
    invite(YEARS, someone, Invitation("gold", "press", "ann", at(end) if end else None), NOW)
    told = progress(YEARS, someone, NOW)
    assert (told.next_tier_id, told.keep_missing) == ("", keep_missing)
    assert told.at_risk_time == (at(at_risk) if at_risk else None)


@pytest.mark.parametrize(
    ("end", "at_risk"), [("2026-09-01", REVIEW), ("2027-06-01", at("2027-06-01"))]
)
def test_a_tier_earned_and_invited_to_is_at_risk_when_both_have_ended(
    end: str, at_risk: datetime
) -> None:
    someone = member()
    earn(YEARS, someone, 210, at("2025-06-01"))
    tier_on(YEARS, someone, at("2026-01-01"))
    invite(YEARS, someone, Invitation("silver", "press", "ann", at(end)), NOW)
    assert progress(YEARS, someone, NOW).at_risk_time == at_risk
