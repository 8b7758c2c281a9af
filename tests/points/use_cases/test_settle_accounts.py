"""What is due is written down once, in order, by however many workers, however late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from loyalty.points.v1 import account_pb2, entry_pb2, points_service_pb2
from loyalty_points.use_cases.settle_accounts import settle_account, settle_accounts

from support import build
from support.clocks import NOON
from support.harness import Client, Harness
from support.shapes import SHAPES
from support.together import at_once, require_clean_audit

YEAR_AND_MORE = timedelta(days=400)
MONTH = timedelta(days=31)
EXPIRED = entry_pb2.ENTRY_KIND_POINTS_EXPIRED


@pytest.fixture
def later(harness: Harness) -> Iterator[Harness]:
    """The clock may be moved; it is put back."""
    before = harness.clock.now
    yield harness
    harness.clock.now = before


def entries(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    return list(client.points.ListEntries(request).entries)


def account(client: Client, member_id: str) -> account_pb2.Account:
    found: account_pb2.Account = client.points.GetAccount(
        points_service_pb2.GetAccountRequest(member=build.key(member_id))
    ).account
    return found


def test_expired_points_are_written_off_as_the_gain_of_their_funder(
    later: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    operator.points.RecordPurchase(build.record(member_id, build.purchase(build.line(700))))
    later.clock.advance(days=400)
    assert account(operator, member_id).balance.due_points == 700
    assert settle_accounts(later.parts, 100) >= 1
    newest = entries(operator, member_id)[0]
    assert newest.kind == EXPIRED
    assert [(leg.ledger_account, leg.points) for leg in newest.postings] == [
        ("breakage:retail", 700),
        (f"member:{member_id}", -700),
    ]
    assert newest.event_time.seconds < newest.record_time.seconds
    balance = account(operator, member_id).balance
    assert (balance.due_points, balance.available_points) == (0, 0)
    require_clean_audit(operator)


def test_many_workers_at_the_same_midnight_write_each_thing_once(
    later: Harness, operator: Client
) -> None:
    members = [build.enroll(operator) for _ in range(5)]
    for member_id in members:
        for business in ("retail", "hotel"):
            bought = build.purchase(build.line(300), business=business)
            operator.points.RecordPurchase(build.record(member_id, bought))
    later.clock.advance(days=400)
    at_once([lambda: settle_accounts(later.parts, 100)] * 4)
    for member_id in members:
        expired = [each for each in entries(operator, member_id) if each.kind == EXPIRED]
        assert sum(leg.points for each in expired for leg in each.postings if leg.points > 0) == 600
    assert settle_accounts(later.parts, 100) == 0
    require_clean_audit(operator)


def test_a_batch_is_bounded_and_the_most_overdue_come_first(
    later: Harness, operator: Client
) -> None:
    settle_accounts(later.parts, 1000)
    members = [build.enroll(operator) for _ in range(3)]
    for member_id in members:
        operator.points.RecordPurchase(build.record(member_id))
    later.clock.advance(days=400)
    assert [settle_accounts(later.parts, 2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("lots", [1, 7])
def test_however_many_lots_are_due_an_account_takes_six_commands(
    later: Harness, operator: Client, lots: int
) -> None:
    member_id = build.enroll(operator)
    for month in range(lots):
        bought = build.purchase(at=NOON - month * MONTH)
        operator.points.RecordPurchase(build.record(member_id, bought))
    later.clock.advance(days=400)
    SHAPES.clear()
    assert settle_account(later.parts, member_id) == lots
    assert [next(iter(each)) for each in SHAPES.all()] == [
        *("find", "find", "update", "update", "insert", "commitTransaction")
    ]
    newest = entries(operator, member_id)[:lots]
    times = [(each.event_time.seconds, each.sequence) for each in newest]
    assert times == sorted(times, reverse=True)
    assert [each.kind for each in newest] == [EXPIRED] * lots
    require_clean_audit(operator, member_id)


def test_points_past_their_time_are_not_spent_though_no_worker_came_by(
    later: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    operator.points.RecordPurchase(build.record(member_id))
    later.clock.now += YEAR_AND_MORE
    shown = account(operator, member_id)
    assert (shown.balance.available_points, list(shown.expirations)) == (0, [])


def test_accounts_that_cannot_be_settled_keep_no_other_waiting(
    later: Harness, operator: Client
) -> None:
    settle_accounts(later.parts, 1000)
    broken = [build.enroll(operator) for _ in range(2)]
    for member_id in broken:
        operator.points.RecordPurchase(build.record(member_id))
    later.clock.advance(days=1)
    sound = build.enroll(operator)
    operator.points.RecordPurchase(
        build.record(sound, build.purchase(build.line(70), at=later.clock.now))
    )
    accounts = later.database["accounts"]
    kept = list(accounts.find({"_id": {"$in": broken}}))
    accounts.update_many({"_id": {"$in": broken}}, {"$set": {"sequence": "broken"}})
    later.clock.advance(days=400)
    left: set[str] = set()
    for _ in range(3):
        settle_accounts(later.parts, 2, left)
    assert account(operator, sound).balance.due_points == 0
    for document in kept:
        accounts.replace_one({"_id": document["_id"]}, document)
    assert settle_accounts(later.parts, 2, left) == 2, "they are tried again"
    require_clean_audit(operator)
