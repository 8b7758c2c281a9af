"""From what rules propose to what is given: groups, limits, shares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.lot_terms import LotTerms
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_points.domain.purchases.earning import (
    PURCHASE,
    Grant,
    Granted,
    ProposedAward,
    best_of_groups,
    cut_together,
    give_all,
    within_rule_days,
)
from loyalty_sdk import (
    Activation,
    ExpiryKind,
    ExpiryOverride,
    ExpiryRounding,
    ExpiryUnit,
    PointsAward,
)

from support.clocks import NOON


def proposal(
    points: int, plugin: str = "retail", rule_id: str = "base", **parts: Any
) -> ProposedAward:
    award = PointsAward(points=points, rule_id=rule_id, reason="spend", **parts)
    is_group_wide = plugin == "welcome"
    return ProposedAward(
        plugin, is_group_wide, "group" if is_group_wide else "retail", award, points
    )


def given_by(proposals: list[ProposedAward]) -> list[tuple[int, str]]:
    return [(each.points, each.limited_by) for each in proposals]


def gave_nothing(_proposal: ProposedAward) -> int:
    return 0


def test_of_a_group_only_the_award_with_the_most_points_is_kept() -> None:
    small, large = proposal(10, exclusive_group="day"), proposal(20, exclusive_group="day")
    free, other = proposal(5), proposal(1, exclusive_group="other")
    assert best_of_groups([small, free, large, other]) == [free, large, other]


@pytest.mark.parametrize("reverse", [False, True])
def test_of_equals_in_a_group_the_first_plugin_and_rule_by_name_wins(reverse: bool) -> None:
    equals = [
        proposal(10, plugin, rule_id, exclusive_group="day")
        for plugin, rule_id in (("fuel", "b"), ("fuel", "c"), ("hotel", "a"))
    ]
    kept = best_of_groups(equals[::-1] if reverse else equals)
    assert [(each.plugin, each.award.rule_id) for each in kept] == [("fuel", "b")]


def test_a_rules_day_limit_counts_what_it_gave_before() -> None:
    limited = proposal(60, points_per_day_max=100)
    assert given_by(within_rule_days([limited], lambda _: 30)) == [(60, "")]
    assert given_by(within_rule_days([limited], lambda _: 40)) == [(60, "")]
    assert given_by(within_rule_days([limited], lambda _: 70)) == [(30, "rule-day")]
    assert given_by(within_rule_days([limited], lambda _: 100)) == [(0, "rule-day")]
    assert given_by(within_rule_days([limited], lambda _: 130)) == [(0, "rule-day")]


def test_awards_of_one_rule_in_one_purchase_share_its_day_limit() -> None:
    awards = [proposal(60, points_per_day_max=100) for _ in range(3)]
    kept = within_rule_days(awards, gave_nothing)
    assert given_by(kept) == [(60, ""), (40, "rule-day"), (0, "rule-day")]


def test_rules_have_day_limits_of_their_own() -> None:
    awards = [
        proposal(80, "fuel", "a", points_per_day_max=100),
        proposal(80, "fuel", "b", points_per_day_max=100),
        proposal(80, "retail", "a", points_per_day_max=100),
        proposal(80, "fuel", "a"),
    ]
    assert given_by(within_rule_days(awards, gave_nothing)) == [(80, "")] * 4


def test_together_awards_give_no_more_than_a_purchase_may_earn() -> None:
    awards = [proposal(60), proposal(60), proposal(60)]
    assert given_by(cut_together(awards, 100, PURCHASE)) == [
        (60, ""),
        (40, "purchase"),
        (0, "purchase"),
    ]
    assert given_by(cut_together(awards, 180, PURCHASE)) == [(60, "")] * 3


@given(st.lists(st.integers(0, 10**12), max_size=8), st.integers(1, 10**12))
def test_no_purchase_earns_more_than_its_limit(points: list[int], points_max: int) -> None:
    kept = cut_together([proposal(each) for each in points], points_max, PURCHASE)
    assert sum(each.points for each in kept) == min(sum(points), points_max)
    assert all(0 <= each.points <= each.award.points for each in kept)


NEVER = ExpiryPolicy(months=0)
TO_THE_YEARS_END = ExpiryPolicy(
    months=0, kind=ExpiryKind.ROLLING, unit=ExpiryUnit.YEARS, rounding=ExpiryRounding.END_OF_YEAR
)


def grant(
    weights: tuple[int, ...] = (1000,), policy: ExpiryPolicy = NEVER, earned: datetime = NOON
) -> Grant:
    return Grant(
        earner="M",
        earn_time=earned,
        business=LotTerms(policy, "UTC"),
        group=LotTerms(NEVER, "UTC"),
        now_ms=to_ms(NOON),
        line_ids=[f"l{index}" for index in range(len(weights))],
        weights=weights,
    )


def give(
    proposals: list[ProposedAward],
    weights: tuple[int, ...] = (1000,),
    policy: ExpiryPolicy = NEVER,
    earned: datetime = NOON,
    **account: Any,
) -> tuple[Account, Granted]:
    opened = Account("M", 1, 0, "", NOON, **account)
    return opened, give_all(opened, proposals, grant(weights, policy, earned))


def test_points_are_shared_over_lines_by_largest_remainders() -> None:
    """style.md §3.3: 10 % of lines of 106, 206, 306 and 406 is 102 in all."""
    _, granted = give([proposal(102)], (106, 206, 306, 406))
    assert granted.awards[0].line_points == (11, 21, 30, 40)


def test_an_award_for_some_lines_is_shared_over_those() -> None:
    _, granted = give([proposal(10, line_ids=("l1", "l2"))], (500, 100, 300))
    assert granted.awards[0].line_points == (0, 3, 7)


def test_an_award_for_lines_that_cost_nothing_is_shared_equally_over_them() -> None:
    _, granted = give([proposal(10, line_ids=("l0", "l2"))], (0, 500, 0))
    assert granted.awards[0].line_points == (5, 0, 5)


@given(
    st.integers(1, 10**12),
    st.lists(st.integers(0, 10**11), min_size=1, max_size=20),
    st.data(),
)
def test_the_shares_of_an_award_add_up_to_it(
    points: int, weights: list[int], data: st.DataObject
) -> None:
    names = [f"l{index}" for index in range(len(weights))]
    chosen = tuple(data.draw(st.lists(st.sampled_from(names), unique=True)))
    _, granted = give([proposal(points, line_ids=chosen)], tuple(weights))
    shares = granted.awards[0].line_points
    assert sum(shares) == points
    assert min(shares) >= 0
    if chosen:
        assert all(share == 0 or name in chosen for name, share in zip(names, shares, strict=True))


def test_what_is_given_is_in_the_account_and_explained() -> None:
    expire = datetime(2027, 1, 1, tzinfo=UTC)
    awards = [proposal(60, qualifying_points=6), proposal(40, rule_id="bonus")]
    account, granted = give(awards, (1000,), TO_THE_YEARS_END)
    assert account.balance(to_ms(NOON)).available_points == 100
    assert [award.points for award in granted.awards] == [60, 40]
    assert {award.lot_id for award in granted.awards} == set(account.lots)
    assert all(award.expire_time == expire for award in granted.awards)
    assert not any(award.born_expired for award in granted.awards)
    assert sum(change.points for change in granted.lot_changes) == 100


def test_points_of_a_late_till_may_be_born_expired_and_say_so() -> None:
    account, granted = give([proposal(60)], (1000,), TO_THE_YEARS_END, NOON - timedelta(days=200))
    assert granted.awards[0].born_expired
    balance = account.balance(to_ms(NOON))
    assert (balance.available_points, balance.due_points) == (0, 60)


def test_an_award_that_repays_debt_wholly_names_no_lot() -> None:
    _, granted = give([proposal(60), proposal(60)], debt={"retail": 100})
    assert [bool(award.lot_id) for award in granted.awards] == [False, True]
    assert sum(change.points for change in granted.debt_changes) == -100


def test_awards_of_nothing_are_left_out_and_those_cut_to_nothing_are_told() -> None:
    cut = ProposedAward("retail", False, "retail", proposal(50).award, 0, "purchase")
    _, granted = give([proposal(0), cut, proposal(0, qualifying_points=5)], (1000,))
    assert [(award.points, award.limited_by) for award in granted.awards] == [
        (0, "purchase"),
        (0, ""),
    ]
    assert granted.lot_changes == ()


def test_awards_with_a_day_limit_are_told_to_be_counted() -> None:
    limited, free = proposal(1, "fuel", "a", points_per_day_max=5), proposal(1, "fuel", "b")
    used_up = ProposedAward("fuel", False, "fuel", limited.award, 0, "rule-day")
    _, granted = give([limited, free, used_up])
    assert granted.day_limited == (limited,)


def test_points_of_the_group_expire_by_the_groups_policy() -> None:
    expire = datetime(2027, 1, 1, tzinfo=UTC)
    _, granted = give([proposal(1), proposal(1, "welcome")], policy=TO_THE_YEARS_END)
    assert [(award.funder, award.expire_time) for award in granted.awards] == [
        ("retail", expire),
        ("group", None),
    ]


@pytest.mark.parametrize(("left", "qualifying"), [(100, 7), (50, 3), (99, 6), (1, 0), (0, 0)])
def test_what_cuts_points_cuts_qualifying_points_in_proportion(left: int, qualifying: int) -> None:
    award = PointsAward(points=100, qualifying_points=7, rule_id="base", reason="spend")
    _, granted = give([ProposedAward("retail", False, "retail", award, left)], (1, 2))
    assert granted.awards[0].qualifying_points == qualifying
    assert sum(granted.awards[0].line_qualifying_points) == qualifying


def test_an_award_of_qualifying_points_alone_is_not_cut() -> None:
    _, granted = give([proposal(0, qualifying_points=5)])
    assert granted.awards[0].qualifying_points == 5


def test_points_may_be_given_for_later() -> None:
    """features.md §2.2: the expiry clock starts at activation."""
    later = Activation.after(3600)
    account, granted = give([proposal(60, activation=later)], policy=TO_THE_YEARS_END)
    balance = account.balance(to_ms(NOON))
    assert (balance.pending_points, balance.available_points) == (60, 0)
    hour = to_ms(NOON) + 3_600_000
    assert account.balance(hour).available_points == 60
    assert granted.awards[0].lot_id.split("~")[1] == str(hour)


def test_points_whose_time_has_come_already_are_as_those_given_at_once() -> None:
    later = Activation.after(3600)
    at_once = give([proposal(60)], earned=NOON - timedelta(hours=2))[1]
    late = give([proposal(60, activation=later)], earned=NOON - timedelta(hours=2))[1]
    assert late.lot_changes[0].lot_id == at_once.lot_changes[0].lot_id


def test_points_that_await_the_till_have_no_expiry_until_it_has_spoken() -> None:
    account, granted = give(
        [proposal(60, activation=Activation.on_confirmation())], policy=TO_THE_YEARS_END
    )
    assert granted.awards[0].expire_time is None
    assert account.balance(2**62).pending_points == 60


def test_an_award_may_say_itself_when_it_expires() -> None:
    kept = ExpiryOverride.rolling(1, ExpiryUnit.DAYS)
    _, granted = give([proposal(60, expiry=kept)], policy=TO_THE_YEARS_END)
    assert granted.awards[0].expire_time == datetime(2026, 6, 17, tzinfo=UTC)
