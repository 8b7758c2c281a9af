"""Joining and leaving households, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.holds import Hold, LotPart
from loyalty_points.domain.accounts.lots import AWAITING_MS, Lot, LotKey
from loyalty_points.domain.errors import HoldsOpen, HouseholdNotFound, InHousehold
from loyalty_points.domain.members.household import (
    create,
    join,
    leave,
    require_no_holds,
    require_unshared,
    take_own_lots,
)
from loyalty_points.domain.members.member import Attributes, Member

NOW_MS = 1_000_000
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def lot_id(earner: str, funder: str = "retail", activate_ms: int = 0) -> str:
    return LotKey(funder, activate_ms, 0, earner).lot_id


def account(lots: Mapping[str, int], debt: Mapping[str, int] = {}) -> Account:
    opened = {name: Lot.open(name, points, 5) for name, points in lots.items()}
    return Account("O", 1, 1, "", NOON, opened, dict(debt))


def member(member_id: str) -> Member:
    return Member(member_id, 1, NOON, (), Attributes())


@pytest.fixture
def owner() -> Member:
    owner = member("O")
    create(owner)
    return owner


def test_own_lots_active_and_pending_go_and_those_of_others_stay() -> None:
    mine, later, theirs = lot_id("M"), lot_id("M", activate_ms=AWAITING_MS), lot_id("O")
    shared, own = account({mine: 10, later: 4, theirs: 7}), account({})
    moving = take_own_lots(shared, own, ["M"], NOW_MS)
    assert {name: lot.points for name, lot in own.lots.items()} == {mine: 10, later: 4}
    assert {name: lot.points for name, lot in shared.lots.items()} == {theirs: 7}
    assert sum(change.points for change in moving.away.lot_changes) == -14


def test_debt_is_repaid_before_anybody_takes_anything_and_its_rest_stays() -> None:
    shared, own = account({lot_id("M"): 10, lot_id("O"): 7}, {"hotel": 12}), account({})
    take_own_lots(shared, own, ["M"], NOW_MS)
    assert shared.debt == {}
    total = sum(lot.points for each in (shared, own) for lot in each.lots.values())
    assert total == 5
    poor, own = account({lot_id("M"): 10}, {"hotel": 12}), account({})
    take_own_lots(poor, own, ["M"], NOW_MS)
    assert (poor.debt, own.lots) == ({"hotel": 2}, {})


def test_points_that_others_set_aside_stay() -> None:
    mine = lot_id("M")
    shared, own = account({mine: 10}), account({})
    held = (LotPart(mine, 6),)
    shared.holds = {"H": Hold("H", "O", "hotel", "1", NOW_MS + 1, held)}
    take_own_lots(shared, own, ["M"], NOW_MS)
    assert (shared.lots[mine].points, own.lots[mine].points) == (6, 4)


@pytest.mark.parametrize(
    ("whose", "deadline_ms", "is_refused"),
    [("M", NOW_MS + 1, True), ("M", NOW_MS, False), ("O", NOW_MS + 1, False)],
)
def test_only_ones_own_live_holds_keep_one(
    whose: str, deadline_ms: int, *, is_refused: bool
) -> None:
    shared = account({lot_id("M"): 10})
    shared.holds = {"H": Hold("H", whose, "hotel", "1", deadline_ms, ())}
    if not is_refused:
        require_no_holds(shared, "M", NOW_MS)
        return
    with pytest.raises(HoldsOpen):
        require_no_holds(shared, "M", NOW_MS)


def test_one_joins_one_household_at_a_time_and_remembers_all(owner: Member) -> None:
    someone, other = member("M"), member("P")
    create(other)
    join(someone, owner, 5)
    assert (someone.account_id, someone.monthly_spend_limit) == ("O", 5)
    with pytest.raises(InHousehold):
        join(someone, other, None)
    with pytest.raises(InHousehold):
        require_unshared(owner)
    leave(someone, owner)
    assert (someone.account_id, someone.monthly_spend_limit) == ("", None)
    assert owner.household_member_ids == ()
    join(someone, other, None)
    assert someone.shared_account_ids == ("O", "P")


def test_nobody_joins_where_there_is_no_household(owner: Member) -> None:
    with pytest.raises(HouseholdNotFound):
        join(owner, member("P"), None)


def test_an_owner_whom_all_have_left_may_join_another(owner: Member) -> None:
    other = member("P")
    create(other)
    join(owner, other, None)
    assert not owner.has_household
    with pytest.raises(InHousehold):
        create(owner)
