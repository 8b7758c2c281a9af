"""Statements: an account as of any moment, and periods that tie out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loyalty.points.v1 import return_service_pb2
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import accounting, build
from support.asking import account_of
from support.clocks import NOON
from support.commands import CALL_COMMANDS
from support.harness import (
    Client,
    Harness,
    failure_of,
    registry_of,
    start_harness,
)
from support.histories import lengthen
from support.holding import placed
from support.plugins import simple_rules, waiting_rules
from support.returning import by_entry, reverse, reverse_redemption
from support.together import require_clean_audit

BUSINESSES = ("hotel", "dining", "retail")
STEPS = 60
DAY = timedelta(days=1)


@dataclass
class History:
    """What was done, and what was answered at each moment."""

    harness: Harness
    members: list[str]
    start: datetime = NOON
    accounts: list[tuple[datetime, str, Any]] = field(default_factory=list)
    liabilities: list[tuple[datetime, Any]] = field(default_factory=list)

    @property
    def client(self) -> Client:
        return self.harness.client()

    @property
    def end(self) -> datetime:
        return self.harness.clock.now


@pytest.fixture(scope="module")
def history(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """Two years of three members, with everything that moves points, and a merge at the end."""
    plugins = registry_of({"simple": simple_rules, "waiting": waiting_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("points"), plugins)
    rules: build.Plugins = {business: [("simple", {})] for business in ("dining", "retail", "fuel")}
    client = running.client()
    build.publish(client, build.program({**rules, "hotel": [("waiting", {}), ("simple", {})]}))
    made = History(running, [build.enroll(client) for _ in range(3)])
    _live(made, random.Random(7))
    yield made
    running.stop()


def _live(history: History, chance: random.Random) -> None:
    undoable: list[tuple[str, Any]] = []
    for step in range(STEPS):
        history.harness.clock.advance(
            days=chance.choice([0, 0, 3, 9, 40]), milliseconds=chance.randint(1, 10**7)
        )
        member = chance.choice(history.members)
        _act(history, chance, member, undoable)
        if chance.random() < 0.3:
            settle_accounts(history.harness.parts, 100)
        for member_id in history.members:
            told = account_of(history.client, member_id)
            history.accounts.append((history.end, member_id, told))
        if step % 15 == 14:
            history.liabilities.append((history.end, accounting.liability(history.client)))
    history.harness.clock.advance(seconds=1)
    history.client.members.MergeMembers(build.merge(history.members[0], history.members[1]))
    history.harness.clock.advance(seconds=1)
    history.liabilities.append((history.end, accounting.liability(history.client)))


def _act(
    history: History, chance: random.Random, member: str, undoable: list[tuple[str, Any]]
) -> None:
    """Do one thing at random; where the member cannot, what is refused changes nothing."""
    client, now = history.client, history.end
    available = account_of(client, member).balance.available_points
    some = chance.randint(1, max(1, available))
    business = chance.choice(BUSINESSES)
    kind = chance.choice(["buy", "buy", "buy", "redeem", "hold", "send", "undo", "confirm"])
    if kind == "buy" or available == 0:
        category = chance.choice(["room", "voucher", "shop"])
        bought = build.purchase(
            build.line(chance.randint(1, 999), category), at=now, business=business
        )
        burn = min(some, 100) if available and chance.random() < 0.4 else 0
        entry = client.points.RecordPurchase(build.record(member, bought, burn=burn)).entry
        undoable.append(("purchase", entry))
    elif kind == "redeem":
        place = {"business_id": business, "store_id": f"{business}-1"}
        undoable.append(
            ("redemption", client.points.RedeemPoints(build.redeem(member, some, **place)).entry)
        )
    elif kind == "hold":
        hold_id = placed(client, member, some, chance.choice([60, 6 * 86_400]))
        if chance.random() < 0.5:
            client.holds.CaptureHold(build.capture(member, hold_id, max(1, some // 2)))
    elif kind == "send":
        other = chance.choice([each for each in history.members if each != member])
        client.transfers.TransferPoints(build.transfer(member, other, some))
    elif undoable:
        _undo(client, now, *undoable.pop(chance.randrange(len(undoable))), kind == "confirm")


def _undo(client: Client, now: datetime, kind: str, entry: Any, confirm: bool) -> None:
    store_id, time = f"{entry.business_id}-1", build.timestamp(now)
    if kind == "redemption":
        client.returns.ReverseRedemption(reverse_redemption(entry.entry_id, store_id=store_id))
    elif confirm and any(line.category == "room" for line in entry.purchase.lines):
        if entry.business_id == "hotel":
            client.returns.ConfirmPurchase(
                return_service_pb2.ConfirmPurchaseRequest(
                    request_id=build.fresh(), original=by_entry(entry.entry_id)
                )
            )
    else:
        client.returns.ReversePurchase(reverse(entry.entry_id, store_id=store_id, return_time=time))


def test_the_past_is_what_was_answered_then(history: History) -> None:
    seen = {"held": 0, "pending": 0, "debt": 0, "due": 0}
    for instant, member_id, then in history.accounts:
        told = accounting.as_of(history.client, member_id, instant)
        assert told.account == then
        assert sum(lot.points for lot in told.lots) - sum(debt.points for debt in told.debts) == (
            then.balance.available_points + then.balance.pending_points
            + then.balance.held_points + then.balance.due_points - then.balance.debt_points
        ) or then.balance.debt_points  # fmt: skip
        assert sum(lot.held_points for lot in told.lots) == then.balance.held_points
        assert sum(debt.points for debt in told.debts) == then.balance.debt_points
        for name in seen:
            seen[name] += getattr(then.balance, f"{name}_points") > 0
    assert all(seen.values()), f"the history lacks some: {seen}"


def test_now_is_what_the_journal_says_of_now(history: History) -> None:
    told = {each: accounting.as_of(history.client, each) for each in history.members}
    end = history.end
    for member_id, now in told.items():
        assert now == accounting.as_of(history.client, member_id, history.end)
        assert now.account == account_of(history.client, member_id)
    history.harness.clock.advance(days=2)
    for member_id in history.members:  # as long as nothing happens, the journal is not read
        history.client.members.UnfreezeMember(build.unfreeze_member(member_id))
    for member_id, now in told.items():
        assert now == accounting.as_of(history.client, member_id, end)


def test_the_liability_of_accounts_is_that_of_the_journal_then(history: History) -> None:
    assert len(history.liabilities) == STEPS // 15 + 1
    for instant, then in history.liabilities:
        assert accounting.liability(history.client, instant) == then
        held = sum(line.held_points for line in then.lines)
        outstanding = sum(funder.outstanding_points for funder in then.funders)
        assert outstanding == held + sum(
            line.active_points + line.pending_points for line in then.lines
        )
    assert any(funder.breakage_points for funder in history.liabilities[-1][1].funders)


def test_a_period_ties_out_and_follows_the_one_before(history: History) -> None:
    for member_id in history.members[1:]:
        before, start = 0, history.start
        while start <= history.end:
            end = start + 100 * DAY
            found = accounting.pages(history.client, member_id, start, end, size=7)
            opening, closing = found[0].opening_points, found[0].closing_points
            assert opening == before
            assert opening + sum(total.moved_points for total in found[0].totals) == closing
            lines = [line for page in found for line in page.lines]
            assert [page.totals for page in found] == [found[0].totals] * len(found)
            assert len(lines) == sum(total.entry_count for total in found[0].totals)
            running = opening
            for line in lines:
                running += line.moved_points
                assert line.balance_points == running
                assert line.entry.member_id
            assert running == closing
            before, start = closing, end
        told = accounting.as_of(history.client, member_id)
        lots = sum(lot.points for lot in told.lots)
        assert before == lots - sum(debt.points for debt in told.debts)


def test_an_export_is_what_the_statement_lists(history: History) -> None:
    member_id, start, end = history.members[1], history.start, history.end + DAY
    listed = [
        line.entry
        for page in accounting.pages(history.client, member_id, start, end)
        for line in page.lines
    ]
    assert accounting.exported(history.client, start, end, member_id) == listed
    everything = accounting.exported(history.client, start, end)
    assert [each for each in everything if each.account_id == member_id] == listed
    assert [each.record_time.ToDatetime() for each in everything] == sorted(
        each.record_time.ToDatetime() for each in everything
    )
    middle = start + (end - start) / 2
    halves = accounting.exported(history.client, start, middle) + accounting.exported(
        history.client, middle, end
    )
    assert halves == everything
    dining = accounting.exported(history.client, start, end, business_id="dining")
    assert dining == [each for each in everything if each.business_id == "dining"]


def test_a_till_exports_its_own_business_and_sees_no_others_details(history: History) -> None:
    till, start, end = history.harness.client("dining-tills"), history.start, history.end + DAY
    own = accounting.exported(till, start, end)
    assert own
    assert {entry.business_id for entry in own} == {"dining"}
    assert all(entry.detailed and entry.request_id for entry in own)
    of_member = accounting.exported(till, start, end, history.members[1])
    foreign = [entry for entry in of_member if entry.business_id != "dining"]
    assert foreign
    assert not any(entry.detailed or entry.request_id or entry.lot_changes for entry in foreign)
    found = accounting.pages(till, history.members[1], start, end)
    assert [line.entry for page in found for line in page.lines] == of_member
    refused = failure_of(lambda: accounting.exported(till, start, end, business_id="retail"))
    assert (refused.code, refused.reason) == ("PERMISSION_DENIED", "NOT_GRANTED")


def test_the_past_of_a_member_who_was_merged_later_is_their_own(history: History) -> None:
    gone, kept = history.members[:2]
    assert account_of(history.client, gone).account_id == kept
    instant, _, then = [each for each in history.accounts if each[1] == gone][-1]
    assert then.account_id == gone
    assert accounting.as_of(history.client, gone, instant).account == then
    assert accounting.as_of(history.client, gone, history.end).account.account_id == kept


def test_before_the_account_was_opened_there_is_none(history: History) -> None:
    early = failure_of(
        lambda: accounting.as_of(history.client, history.members[1], history.start - DAY)
    )
    assert (early.code, early.reason) == ("NOT_FOUND", "MEMBER_NOT_FOUND")


def test_a_period_without_entries_opens_and_closes_with_the_same(history: History) -> None:
    client, clock = history.client, history.harness.clock
    member_id = build.enroll(client)
    client.adjustments.AdjustPoints(build.adjust(member_id, 70))
    quiet = clock.now + timedelta(hours=1)
    clock.advance(days=2)
    client.adjustments.AdjustPoints(build.adjust(member_id, 5))
    for start, points in ((quiet, 70), (quiet + 5 * DAY, 75), (history.start - 9 * DAY, 0)):
        (page,) = accounting.pages(client, member_id, start, start + DAY)
        assert (page.opening_points, page.closing_points) == (points, points)
        assert not page.totals
        assert not page.lines


def test_the_history_is_clean(history: History) -> None:
    require_clean_audit(history.client)


def test_the_past_of_a_household_is_what_was_answered_then(history: History) -> None:
    client, clock = history.client, history.harness.clock
    own, shared = (build.enroll(client) for _ in range(2))
    told: list[tuple[datetime, str, Any]] = []

    def note() -> None:
        told.extend((clock.now, each, account_of(client, each)) for each in (own, shared))
        clock.advance(seconds=1)

    for member_id in (own, shared):
        client.adjustments.AdjustPoints(build.adjust(member_id, 100))
        placed(client, member_id, 10)
    note()
    client.households.CreateHousehold(build.household(shared))
    client.households.JoinHousehold(build.join(own, shared))
    note()
    assert [account.account_id for _, _, account in told] == [own, shared, shared, shared]
    before = accounting.liability(client)
    clock.advance(seconds=3_600)
    client.households.LeaveHousehold(build.leave(own))
    note()
    assert told[-2][2].account_id == own
    for instant, member_id, then in told:
        assert accounting.as_of(client, member_id, instant).account == then
    instant = before.as_of_time.ToDatetime(tzinfo=UTC)
    assert accounting.liability(client, instant) == before
    require_clean_audit(client, own)
    require_clean_audit(client, shared)


def test_a_page_costs_as_many_commands_at_ten_entries_as_at_three_hundred(
    history: History,
) -> None:
    client = history.client
    member_id = build.enroll(client)
    now = history.end
    counts = []
    for length in (10, 300):
        lengthen(member_id, length)
        CALL_COMMANDS.names.clear()
        first = accounting.first_page(client, member_id, now - DAY, now + DAY, 5)
        assert len(first.lines) == 5
        counts.append(len(CALL_COMMANDS.names))
    assert counts[0] == counts[1] <= 4, CALL_COMMANDS.names
