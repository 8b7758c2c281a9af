"""Tiers: the one reached, never below the current one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.policies import Tier
from loyalty_points.domain.tiers import tier_reached


def tiers(**thresholds: int) -> tuple[Tier, ...]:
    return tuple(
        Tier(tier_id=name, display_name=name.title(), qualifying_points=points)
        for name, points in thresholds.items()
    )


METALS = tiers(bronze=100, silver=200, gold=300)


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
def test_points_on_a_threshold_reach_it(points: int, tier_id: str) -> None:
    """features.md AC-07, Talon.One: 200 is Silver and 300 is Gold."""
    assert tier_reached(METALS, points, "") == tier_id


@pytest.mark.parametrize(
    ("points", "tier_id"), [(0, "l0"), (10, "l1"), (30, "l2"), (99, "l2"), (100, "l3")]
)
def test_levels_from_zero(points: int, tier_id: str) -> None:
    """features.md AC-07, Open Loyalty: 10 earned is L1, 20 more is L2."""
    assert tier_reached(tiers(l0=0, l1=10, l2=30, l3=100), points, "") == tier_id


@pytest.mark.parametrize(("points", "tier_id"), [(50, "basic"), (110, "silver"), (550, "gold")])
def test_levels_of_a_card(points: int, tier_id: str) -> None:
    """features.md AC-07, Voucherify, in whole points."""
    card = tiers(basic=0, silver=100, gold=500, platinum=1000)
    assert tier_reached(card, points, "") == tier_id


def test_a_tier_is_kept_until_it_is_reviewed() -> None:
    assert tier_reached(METALS, 0, "silver") == "silver"
    assert tier_reached(METALS, 250, "bronze") == "silver"


def test_a_tier_that_the_program_dropped_counts_as_none() -> None:
    assert tier_reached(METALS, 150, "platinum") == "bronze"
    assert tier_reached(METALS, 0, "platinum") == ""
    assert tier_reached((), 10**6, "gold") == ""


@given(st.permutations(METALS), st.integers(0, 400), st.sampled_from(["", "bronze", "gold"]))
def test_the_order_in_which_tiers_are_written_does_not_matter(
    written: list[Tier], points: int, current: str
) -> None:
    assert tier_reached(written, points, current) == tier_reached(METALS, points, current)
