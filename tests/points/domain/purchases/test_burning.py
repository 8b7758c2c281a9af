"""Paying with points: terms, how many, for what. Worked numbers of features.md."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.errors import BurnNotOffered, BurnTooSmall
from loyalty_points.domain.purchases.burning import Offer, best_offer, burn_of, points_to_take
from loyalty_points.domain.purchases.purchase import Line
from loyalty_sdk import BurnTerms

from support.clocks import NOON

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)
TERMS = st.builds(
    BurnTerms,
    points=st.integers(1, 10**4),
    amount_minor=st.integers(1, 10**4),
    rule_id=st.just("pay"),
    reason=st.just("pay"),
    points_min=st.integers(1, 500),
    points_step=st.integers(1, 100),
    share_bps_max=st.integers(1, 10_000),
)


def terms(points: int, amount_minor: int, rule_id: str = "pay", **parts: Any) -> BurnTerms:
    return BurnTerms(
        points=points, amount_minor=amount_minor, rule_id=rule_id, reason="pay", **parts
    )


def line(index: int, net: int) -> Line:
    return Line(f"l{index}", "", "food", 1000, net, 0, net)


def offer(given_terms: BurnTerms, *amounts: int) -> Offer:
    best = best_offer(
        [("plugin", given_terms)], [line(index, net) for index, net in enumerate(amounts)]
    )
    assert best is not None
    return best


@pytest.mark.parametrize(("burn", "left_to_pay"), [(50, 0), (20, 6_000)])
def test_a_point_that_pays_two_euros(burn: int, left_to_pay: int) -> None:
    """features.md AC-04 a, Open Loyalty: 50 points pay 100 EUR, 20 points leave 60."""
    two_euros = offer(terms(1, 200), 10_000)
    taken = points_to_take(two_euros, burn)
    assert taken == burn
    assert 10_000 - two_euros.amount_of(taken) == left_to_pay


def test_a_rate_below_one_multiplies_and_does_not_divide() -> None:
    """features.md AC-04 b, ucraft-com/POS-Awesome: 77 points at 0.05 are 3.85, not 1540."""
    assert offer(terms(1, 5), 200_000).amount_of(77) == 385


def test_what_was_earned_replaces_what_was_burned() -> None:
    """features.md AC-04 b: 77 burned and 82 earned leave 82, not 159."""
    account, key = Account("M", 1, 0, "", NOON), LotKey("retail", 0, 0, "M")
    account.give(key, 77, 0, 0)
    account.spend(77, 0)
    account.give(key, 82, 0, 0)
    assert account.balance(0).available_points == 82


@pytest.mark.parametrize(("bill", "points"), [(10_100, 1_010), (10_060, 1_006)])
def test_points_pay_the_bill_as_the_till_rounded_it(bill: int, points: int) -> None:
    """features.md AC-04 c, ERPNext: 0.1 a point; 101 payable take 1010 points."""
    assert points_to_take(offer(terms(1, 10), bill), 10_000) == points


def test_points_are_spent_in_whole_steps() -> None:
    """features.md AC-09, Odoo: 11 points, three at a time, 1.5 a point: 9 are used."""
    assert points_to_take(offer(terms(1, 150, points_step=3), 100_000), 11) == 9


def test_a_bill_takes_no_more_points_than_it_absorbs() -> None:
    """features.md AC-09, Odoo PR 274951: 30 points of $10 on $20 are 2 points."""
    ten_dollars = offer(terms(1, 1_000), 2_000)
    assert points_to_take(ten_dollars, 30) == 2
    assert ten_dollars.amount_of(2) == 2_000


def test_a_last_point_may_pay_less_than_its_worth() -> None:
    ten_dollars = offer(terms(1, 1_000), 2_050)
    assert ten_dollars.absorbable_points == 3
    assert ten_dollars.amount_of(3) == 2_050


def test_a_share_of_the_bill_is_the_most_that_points_pay() -> None:
    half = offer(terms(1, 1, share_bps_max=5_000), 999)
    assert half.absorbable_amount_minor == 499
    assert points_to_take(half, 10_000) == 499


def test_fewer_than_the_minimum_are_refused_and_the_minimum_is_not() -> None:
    steps = offer(terms(1, 1, points_min=25, points_step=10), 100_000)
    assert steps.points_min == 30
    assert points_to_take(steps, 30) == 30
    with pytest.raises(BurnTooSmall) as refusal:
        points_to_take(steps, 29)
    assert refusal.value.metadata == {"required": "30", "requested": "29", "absorbed": "20"}
    assert str(refusal.value) == "at least 30 points must be spent, and 29 are wanted"


def test_points_that_pay_less_than_a_cent_pay_nothing() -> None:
    two_a_cent = offer(terms(100, 50), 1_000)
    with pytest.raises(BurnTooSmall, match="at least 2 points must be spent"):
        points_to_take(two_a_cent, 1)
    assert [points_to_take(two_a_cent, wanted) for wanted in (2, 3, 4)] == [2, 2, 4]


def test_a_minimum_is_taken_though_fewer_points_would_pay_as_much() -> None:
    three_a_cent = offer(terms(3, 1, points_min=100), 1_000)
    assert [points_to_take(three_a_cent, wanted) for wanted in (100, 101, 102)] == [100, 100, 102]


def test_a_bill_that_absorbs_less_than_the_minimum_takes_none() -> None:
    with pytest.raises(BurnTooSmall, match=r"1000 are wanted of which the bill takes 99$"):
        points_to_take(offer(terms(1, 1, points_min=100), 99), 1_000)


def test_without_an_offer_points_pay_nothing() -> None:
    with pytest.raises(BurnNotOffered):
        points_to_take(best_offer([], [line(0, 100)]), 10)


def test_the_best_offer_is_the_one_under_which_a_point_pays_most() -> None:
    offers = [
        ("fuel", terms(3, 2)),
        ("hotel", terms(100, 67)),
        ("retail", terms(2, 1)),
    ]
    best = best_offer(offers, [line(0, 100)])
    assert best is not None
    assert best.plugin == "hotel"


@pytest.mark.parametrize("reverse", [False, True])
def test_of_equal_offers_the_first_plugin_and_rule_by_name_wins(reverse: bool) -> None:
    offers = [("fuel", terms(1, 2, "b")), ("fuel", terms(2, 4, "c")), ("hotel", terms(1, 2, "a"))]
    best = best_offer(offers[::-1] if reverse else offers, [line(0, 100)])
    assert best is not None
    assert (best.plugin, best.terms.rule_id) == ("fuel", "b")


def test_points_pay_only_for_the_lines_that_the_terms_name() -> None:
    room = offer(terms(1, 1, line_ids=("l1",)), 500, 300)
    assert room.absorbable_amount_minor == 300
    burn = burn_of(room, 300, _taken({"hotel": 300}, 300))
    assert burn.line_amounts_minor == (0, 300)


@given(TERMS, AMOUNTS, st.integers(0, 10**9))
def test_a_burn_is_never_more_than_the_bill_absorbs_nor_than_was_wanted(
    given_terms: BurnTerms, amounts: list[int], wanted: int
) -> None:
    made = offer(given_terms, *amounts)
    try:
        taken = points_to_take(made, wanted)
    except BurnTooSmall:
        most = min(wanted, made.absorbable_points)
        assert most - most % given_terms.points_step < made.points_min
        return
    assert made.points_min <= taken <= wanted
    assert taken % given_terms.points_step == 0
    paid = made.amount_of(taken)
    assert paid <= made.absorbable_amount_minor <= sum(amounts)
    assert paid * 10_000 <= sum(amounts) * given_terms.share_bps_max
    assert paid * given_terms.points <= taken * given_terms.amount_minor
    assert paid > 0
    if taken > made.points_min:
        one_step_less = made.amount_of(taken - given_terms.points_step)
        assert one_step_less < paid, "no step is taken for nothing"


@given(AMOUNTS, st.data())
def test_a_burn_is_shared_over_lines_and_lots_without_remainder(
    amounts: list[int], data: st.DataObject
) -> None:
    made = offer(terms(1, 3), *amounts)
    assume(made.absorbable_points)
    points = data.draw(st.integers(1, made.absorbable_points))
    first = data.draw(st.integers(0, points))
    burn = burn_of(made, points, _taken({"a": first, "b": points - first}, points))
    assert sum(burn.line_amounts_minor) == burn.amount_minor
    assert all(paid <= net for paid, net in zip(burn.line_amounts_minor, amounts, strict=True))
    assert sum(part.points for part in burn.lines_paid) == points
    for name, share in (("a", first), ("b", points - first)):
        of_lot = [part.points for part in burn.lines_paid if part.lot_id.startswith(f"{name}~")]
        assert sum(of_lot) == share
        assert all(part > 0 for part in of_lot)


def _taken(lots: dict[str, int], points: int) -> Any:
    account = Account("M", 1, 0, "", NOON)
    for name, size in lots.items():
        if size:
            account.give(LotKey(name, 0, 0, "M"), size, 0, 0)
    return account.spend(points, 0)
