"""Two members found to be one: what both earned counts at the reviews of the one."""

from __future__ import annotations

from loyalty_points.domain.programs.policies import Downgrade
from loyalty_points.domain.tiers.tiers import bring_up_to, take_over

from support.services.tier_programs import at, earn, member, program, tier_on, tiers

WORLD = program(tiers(silver=20), 10, downgrade=Downgrade.REASSESS, grace_days=2)


def test_days_that_count_at_a_review_of_another_are_not_forgotten_before_the_merge() -> None:
    one, other = member(), member()
    earn(WORLD, one, 30, at("2026-06-01"))  # to be reviewed on the 14th, from the 2nd on
    earn(WORLD, one, 6, at("2026-06-04"))
    earn(WORLD, other, 13, at("2026-06-02"))
    earn(WORLD, other, 1, at("2026-06-13"))
    for each in (one, other):
        bring_up_to(at("2026-06-13"), lambda _: WORLD, each)
    take_over(WORLD, one, other, at("2026-06-13"))
    assert tier_on(WORLD, one, at("2026-06-14")) == "silver"
