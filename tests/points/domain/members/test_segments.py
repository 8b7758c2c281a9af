"""In which segments a member is, by what they bought and when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.members.segments import (
    KEPT_DAYS,
    Bought,
    Terms,
    next_change,
    segments_of,
)
from loyalty_points.domain.programs.segment_policy import SegmentPolicy

TODAY = date(2026, 11, 25)
POLICY = SegmentPolicy(
    window_days=90,
    active_days=30,
    at_risk_days=60,
    frequency_counts=(2, 4),
    monetary_amounts_minor=(1_000, 5_000),
)
DOLLARS = {"dining": "USD", "retail": "USD"}
TERMS = Terms(POLICY, DOLLARS, "UTC")


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def bought(*purchases: tuple[str, int, int]) -> Bought:
    """Return purchases as business, days ago and net amount."""
    all_of_them = Bought()
    for business_id, days, net in purchases:
        all_of_them.add(business_id, ago(days), 1, net)
    return all_of_them


def codes(known: Bought, terms: Terms = TERMS, today: date = TODAY) -> set[str]:
    return set(segments_of(known, terms, today))


def test_who_never_bought_is_in_no_segment() -> None:
    assert codes(Bought()) == set()


def test_a_program_without_a_policy_has_no_segments() -> None:
    assert codes(bought(("dining", 1, 500)), Terms(None, DOLLARS, "UTC")) == set()


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, "active"), (30, "active"), (31, "at_risk"), (60, "at_risk"), (61, "lost"), (1096, "lost")],
)
def test_the_last_purchase_says_who_is_active_at_risk_or_lost(days: int, code: str) -> None:
    found = codes(bought(("dining", days, 500)))
    assert {code, f"dining.{code}"} <= found
    assert len(found & {"active", "at_risk", "lost"}) == 1


def test_a_purchase_of_tomorrow_by_a_till_ahead_of_time_is_active() -> None:
    assert "active" in codes(bought(("dining", -1, 500)))


def test_how_often_and_how_much_count_within_the_window_only() -> None:
    inside = codes(bought(("dining", 0, 400), ("dining", 89, 600)))
    assert {"frequency.2", "monetary.2", "dining.frequency.2", "dining.monetary.2"} <= inside
    outside = codes(bought(("dining", 0, 400), ("dining", 90, 600)))
    assert {"frequency.1", "monetary.1", "dining.frequency.1", "dining.monetary.1"} <= outside


def test_the_group_counts_what_businesses_count_each_for_itself() -> None:
    found = codes(bought(("dining", 40, 3_000), ("retail", 0, 2_000), ("retail", 1, 10)))
    assert found == {
        "active", "frequency.2", "monetary.3",
        "dining.at_risk", "dining.frequency.1", "dining.monetary.2",
        "retail.active", "retail.frequency.2", "retail.monetary.2",
    }  # fmt: skip


def test_money_of_several_currencies_is_not_added_up() -> None:
    terms = Terms(POLICY, {"dining": "USD", "retail": "EUR"}, "UTC")
    found = codes(bought(("dining", 0, 3_000), ("retail", 0, 3_000)), terms)
    assert {"dining.monetary.2", "retail.monetary.2", "frequency.2"} <= found
    assert not [code for code in found if code.startswith("monetary.")]


def test_without_thresholds_there_are_no_levels() -> None:
    policy = SegmentPolicy(window_days=90, active_days=30, at_risk_days=60)
    assert codes(bought(("dining", 0, 1)), Terms(policy, DOLLARS, "UTC")) == {
        "active",
        "dining.active",
    }


def test_what_was_returned_whole_was_never_bought() -> None:
    known = bought(("dining", 3, 500))
    known.add("dining", ago(3), -1, -500)
    assert known == Bought()


def test_a_return_in_parts_takes_money_and_no_purchase() -> None:
    known = bought(("dining", 3, 1_200))
    known.add("dining", ago(3), 0, -400)
    assert {"frequency.1", "monetary.1"} <= codes(known)


def test_of_days_long_ago_only_the_number_of_purchases_is_kept() -> None:
    known = bought(("dining", KEPT_DAYS, 500), ("dining", KEPT_DAYS + 1, 500))
    known.fold(TODAY)
    assert known == Bought({"dining": {ago(KEPT_DAYS): (1, 500)}}, {"dining": 1})
    known.fold(TODAY + timedelta(days=1))
    assert known == Bought({}, {"dining": 2})
    assert codes(known) == {"lost", "dining.lost"}


def test_a_return_of_a_purchase_long_ago_takes_it_away_as_well() -> None:
    known = bought(("dining", 2_000, 500))
    known.fold(TODAY)
    known.add("dining", ago(2_000), -1, -500)
    known.fold(TODAY)
    assert known == Bought()


Changes = st.lists(
    st.tuples(
        st.sampled_from(["dining", "retail"]),
        st.integers(-1, KEPT_DAYS + 50),
        st.integers(-1, 2),
        st.integers(-500, 3_000),
    ),
    max_size=12,
)


@given(changes=Changes, data=st.data())
def test_the_order_of_changes_and_of_foldings_does_not_matter(
    changes: list[tuple[str, int, int, int]], data: st.DataObject
) -> None:
    one, other = Bought(), Bought()
    for business_id, days, count, net in changes:
        one.add(business_id, ago(days), count, net)
    for business_id, days, count, net in data.draw(st.permutations(changes)):
        other.add(business_id, ago(days), count, net)
        if data.draw(st.booleans()):
            other.fold(TODAY - timedelta(days=data.draw(st.integers(0, 60))))
    one.fold(TODAY)
    other.fold(TODAY)
    assert one == other


@given(changes=Changes, cut=st.integers(0, 12))
def test_two_members_together_bought_what_both_bought(
    changes: list[tuple[str, int, int, int]], cut: int
) -> None:
    whole, first, second = Bought(), Bought(), Bought()
    for index, (business_id, days, count, net) in enumerate(changes):
        whole.add(business_id, ago(days), count, net)
        (first if index < cut else second).add(business_id, ago(days), count, net)
    first.fold(TODAY)
    first.add_all(second)
    first.fold(TODAY)
    whole.fold(TODAY)
    assert first == whole


@given(
    purchases=st.lists(
        st.tuples(
            st.sampled_from(["dining", "retail"]), st.integers(-1, 200), st.integers(0, 2_000)
        ),
        max_size=5,
    )
)
def test_between_now_and_the_next_change_no_day_changes_a_segment(
    purchases: list[tuple[str, int, int]],
) -> None:
    known, day = bought(*purchases), TODAY
    days = [TODAY + timedelta(days=ahead) for ahead in range(200)]
    changes = [
        later
        for before, later in pairwise(days)
        if codes(known, today=before) != codes(known, today=later)
    ]
    told = []
    while (following := next_change(known, TERMS, day)) is not None:
        told.append(following)
        day = following
    assert set(changes) <= set(told)
