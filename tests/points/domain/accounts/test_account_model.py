"""Laws 2, 4, 5 and 6: any sequence of commands leaves the account as a naive one would be."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.clawing_back import claw_back
from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.errors import InsufficientPoints

from support.clocks import NOON
from support.naive.account import FOREVER, NaiveAccount, Point

FUNDERS = st.sampled_from(["fuel", "group", "hotel"])
SOME = st.integers(1, 12)
INSTANTS = st.integers(0, 60)


class AccountModel(RuleBasedStateMachine):
    """Runs the same commands on the account and on the naive one."""

    @initialize()
    def open_the_account(self) -> None:
        self.account = Account("M", 1, 0, "", NOON)
        self.naive = NaiveAccount()
        self.now = 0
        self.net = 0

    @rule(span=st.integers(1, 15))
    def time_passes(self, span: int) -> None:
        self.now += span

    @rule(
        number=SOME,
        funder=FUNDERS,
        activate=st.sampled_from([0, 0, 0, 10, 30]),
        expire=st.sampled_from([0, 15, 20, 40, 50]),
        earner=st.sampled_from("MN"),
        since=INSTANTS,
    )
    def give(
        self, number: int, funder: str, activate: int, expire: int, earner: str, since: int
    ) -> None:
        owed_before = self.account.debt_points
        key = LotKey(funder, activate, expire, earner)
        given = self.account.give(key, number, since, self.now)
        point = Point(funder, activate, expire, earner, since)
        self.naive.give(number, point, self.now)
        self.net += number
        repaid = -sum(change.points for change in given.debt_changes)
        assert repaid + sum(change.points for change in given.lot_changes) == number
        if owed_before and point.is_usable(self.now):
            assert repaid == min(number, owed_before), "debt is repaid first"

    @precondition(lambda self: self.account.balance(self.now).available_points)
    @rule(part=st.floats(0, 1))
    def spend(self, part: float) -> None:
        number = max(1, round(self.account.balance(self.now).available_points * part))
        expected = self.naive.spend(number, self.now)
        changes = self.account.spend(number, self.now)
        self.net -= number
        taken = [(change.lot_id, -change.points) for change in changes]
        assert taken == _runs([point.lot for point in expected])
        last_out = max(point.expire or FOREVER for point in expected)
        left = [point.expire or FOREVER for point in self.naive.usable(self.now)]
        assert not left or last_out <= min(left), "soonest expiry first, never-expiring last"

    @rule(over=SOME)
    def spend_too_much(self, over: int) -> None:
        available = self.account.balance(self.now).available_points
        with pytest.raises(InsufficientPoints) as refusal:
            self.account.spend(available + over, self.now)
        assert refusal.value.metadata["missing"] == str(over)

    @rule(number=SOME, funder=FUNDERS, owns=st.data())
    def claw_back(self, number: int, funder: str, owns: st.DataObject) -> None:
        lots = sorted(self.account.lots)
        own = owns.draw(st.lists(st.sampled_from(lots), unique=True, max_size=2)) if lots else []
        owed_before = self.account.debt_points
        clawed = claw_back(self.account, number, funder, own, self.now)
        taken, debt_changes = clawed.lot_changes, clawed.debt_changes
        self.naive.claw_back(number, funder, own, self.now)
        self.net -= number
        owed = sum(change.points for change in debt_changes)
        assert owed - sum(change.points for change in taken) == number
        assert self.account.debt_points == owed_before + owed

    @invariant()
    def both_hold_the_same(self) -> None:
        lots = {lot.lot_id: (lot.points, lot.since_ms) for lot in self.account.lots.values()}
        assert lots == self.naive.lots()
        assert self.account.debt == {
            funder: self.naive.debts.count(funder) for funder in set(self.naive.debts)
        }
        balance = self.account.balance(self.now)
        assert balance.available_points == self.naive.available(self.now)
        assert balance.pending_points == self.naive.pending(self.now)
        assert balance.due_points == self.naive.due(self.now)

    @invariant()
    def nothing_is_lost_and_nothing_is_negative(self) -> None:
        held = sum(lot.points for lot in self.account.lots.values())
        assert held - self.account.debt_points == self.net
        assert all(lot.points > 0 for lot in self.account.lots.values())
        assert all(points > 0 for points in self.account.debt.values())
        balance = self.account.balance(self.now)
        assert balance.available_points >= 0

    @invariant()
    def what_expires_is_told_soonest_first(self) -> None:
        ends = [point.expire for point in self.naive.usable(self.now) if point.expire]
        assert self.account.expirations(self.now) == sorted(Counter(ends).items())


def _runs(lots: list[str]) -> list[tuple[str, int]]:
    """Return each lot in order of first appearance, with how often it appears."""
    return [(lot, lots.count(lot)) for lot in dict.fromkeys(lots)]


AccountModel.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAccount = AccountModel.TestCase
