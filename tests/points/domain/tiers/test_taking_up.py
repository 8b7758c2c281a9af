"""Members take up the tiers of a new program as of when it came into force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from loyalty_points.domain.members.member import Invitation, Member
from loyalty_points.domain.programs.policies import Downgrade, TierPeriod
from loyalty_points.domain.tiers.tiers import qualify, take_up

from support.services.tier_programs import at, earn, member, program, tier_on, tiers

METALS = tiers(bronze=100, silver=200, gold=300)
CALENDAR, REASSESS = TierPeriod.CALENDAR_YEAR, Downgrade.REASSESS
KEEPS = program(METALS, period=CALENDAR)
LOWERS = program(METALS, period=CALENDAR, downgrade=REASSESS)
NEW = at("2026-06-01")


def golden() -> Member:
    """Return a member who reached gold where no tier was ever lost."""
    someone = member()
    earn(KEEPS, someone, 300, at("2026-03-01"))
    assert (someone.tier_id, someone.tier_review_time) == ("gold", None)
    return someone


def test_who_never_buys_again_loses_the_tier_at_the_first_review() -> None:
    someone = golden()
    assert take_up(LOWERS, someone, NEW)
    assert someone.tier_review_time == at("2027-01-01")
    assert tier_on(LOWERS, someone, at("2027-01-01")) == "gold", "2026 itself brought it"
    assert tier_on(LOWERS, someone, at("2028-01-01")) == ""


@pytest.mark.parametrize("days", [0, 1, 200])
def test_it_is_the_same_as_if_the_member_had_bought_something_then(days: int) -> None:
    """However many days the program is in force already."""
    bought, swept = golden(), golden()
    swept_at = NEW + timedelta(days=days)
    qualify(LOWERS, bought, NEW)
    assert take_up(LOWERS, swept, NEW)
    assert tier_on(LOWERS, swept, swept_at) == tier_on(LOWERS, bought, swept_at)
    assert swept == bought


def test_the_second_time_nothing_changes() -> None:
    someone = golden()
    assert [take_up(LOWERS, someone, NEW) for _ in range(3)] == [True, False, False]


def test_what_a_program_keeps_needs_no_review() -> None:
    someone = golden()
    assert not take_up(KEEPS, someone, NEW)
    assert someone == golden()


def test_a_program_that_begins_with_tiers_gives_what_was_reached() -> None:
    someone = member()
    earn(program(()), someone, 250, at("2026-03-01"))
    assert take_up(LOWERS, someone, NEW)
    assert (someone.tier_id, someone.tier_since_day) == ("silver", "2026-06-01")


def test_a_tier_that_a_program_no_longer_has_is_reckoned_anew() -> None:
    someone = golden()
    assert take_up(program(tiers(blue=50, black=500), period=CALENDAR), someone, NEW)
    assert someone.tier_id == "blue"


def test_what_came_after_does_not_count() -> None:
    someone = member()
    earn(program(()), someone, 150, at("2026-03-01"))
    someone.add_qualifying(500, at("2026-06-02").date(), at("2024-01-01").date())
    take_up(LOWERS, someone, NEW)
    assert someone.tier_id == "bronze"


def test_a_tier_that_fell_since_is_not_given_back() -> None:
    someone = golden()
    rolling = program(METALS, 90, downgrade=REASSESS)
    take_up(rolling, someone, NEW)
    assert tier_on(rolling, someone, at("2026-09-01")) == ""
    assert not take_up(rolling, someone, NEW)


def test_an_invitation_stays() -> None:
    someone = member(invitation=Invitation("gold", "guest", "alice"), tier_id="gold")
    earn(program(()), someone, 150, at("2026-03-01"))
    assert take_up(LOWERS, someone, NEW)
    assert (someone.tier_id, someone.earned) == ("gold", "bronze")
