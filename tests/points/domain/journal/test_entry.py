"""Law 2: whatever an entry does, its legs add up to zero, per currency of points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.lot_terms import LotTerms
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry_parts import QUALIFYING, SPENDABLE, Posting
from loyalty_points.domain.journal.postings import Flow, balanced_postings, redeemed_flow
from loyalty_points.domain.programs.policies import ExpiryPolicy
from loyalty_points.domain.purchases.earning import Grant, ProposedAward, give_all
from loyalty_sdk import PointsAward

from support.clocks import NOON

POINTS = st.integers(0, 10**12)
FUNDERS = st.sampled_from(["fuel", "group", "hotel"])
SIGNED = st.integers(-(10**12), 10**12)
FLOWS = st.builds(
    Flow,
    st.sampled_from(["issued:fuel", "issued:group", "redeemed:hotel"]),
    SIGNED,
    SIGNED,
    SIGNED,
)


def total(postings: Iterable[Posting], currency: str, prefix: str = "") -> int:
    return sum(
        posting.points
        for posting in postings
        if posting.currency == currency and posting.ledger_account.startswith(prefix)
    )


@given(st.lists(FLOWS, max_size=6))
def test_the_legs_of_any_mix_of_flows_add_up_to_zero(flows: list[Flow]) -> None:
    postings = balanced_postings("M", flows)
    assert total(postings, SPENDABLE) == total(postings, QUALIFYING) == 0
    assert total(postings, SPENDABLE, "member:M") == sum(flow.lot_points for flow in flows)
    assert total(postings, SPENDABLE, "debt:M") == sum(flow.debt_points for flow in flows)
    assert total(postings, QUALIFYING, "member:M") == sum(flow.qualifying_points for flow in flows)
    assert all(posting.points for posting in postings), "no empty legs"
    places = [(posting.ledger_account, posting.currency) for posting in postings]
    assert places == sorted(set(places)), "one leg for each ledger account, in a fixed order"


@st.composite
def proposals(draw: st.DrawFn) -> ProposedAward:
    award = PointsAward(
        points=draw(POINTS), qualifying_points=draw(POINTS), rule_id="r", reason="r"
    )
    left = draw(st.integers(0, award.points))
    return ProposedAward("plugin", False, draw(FUNDERS), award, left)


def open_account(lots: Sequence[int], debt: dict[str, int]) -> Account:
    account = Account("M", 1, 0, "", NOON, debt=dict(debt))
    for funder, points in zip(("fuel", "group", "hotel"), lots, strict=False):
        if points:
            account.give(LotKey(funder, 0, 2**50, "M"), points, 0, 2**51)
    return account


@given(
    st.lists(POINTS, max_size=3),
    st.dictionaries(FUNDERS, st.integers(1, 10**12)),
    st.lists(proposals(), max_size=5),
    st.data(),
)
def test_a_purchase_that_burns_and_earns_and_repays_debt_balances(
    lots: list[int], debt: dict[str, int], given_now: list[ProposedAward], data: st.DataObject
) -> None:
    now_ms = to_ms(NOON)
    account = open_account(lots, debt)
    held_before, owed_before = _held(account), account.debt_points
    available = account.balance(now_ms).available_points
    changes = account.spend(data.draw(st.integers(0, available)), now_ms)
    never = LotTerms(ExpiryPolicy(months=0), "UTC")
    grant = Grant("M", NOON, never, never, now_ms, ["l0", "l1"], [3, 7])
    granted = give_all(account, given_now, grant)
    flows: list[Any] = [redeemed_flow("hotel", changes), *granted.flows]
    postings = balanced_postings("M", flows)
    assert total(postings, SPENDABLE) == total(postings, QUALIFYING) == 0
    assert total(postings, SPENDABLE, "member:") == _held(account) - held_before
    assert total(postings, SPENDABLE, "debt:") == owed_before - account.debt_points
    issued = sum(award.points for award in granted.awards)
    assert total(postings, SPENDABLE, "issued:") == -issued
    assert total(postings, SPENDABLE, "redeemed:hotel") == -sum(each.points for each in changes)


def _held(account: Account) -> int:
    return sum(lot.points for lot in account.lots.values())
