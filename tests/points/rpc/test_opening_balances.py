"""What members bring along from an earlier system: lots as they were, once each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from loyalty.points.v1 import adjustment_service_pb2, entry_pb2

from support import build
from support.asking import account_of, give, points_and_entries
from support.clocks import NOON
from support.harness import Client
from support.together import require_clean_audit


def bring(client: Client, *balances: Any) -> list[Any]:
    request = adjustment_service_pb2.ImportOpeningBalancesRequest(balances=balances)
    return list(client.adjustments.ImportOpeningBalances(request).results)


def test_lots_keep_funder_expiry_and_age(operator: Client, member_id: str) -> None:
    soon, late = (build.timestamp(NOON + timedelta(days=days)) for days in (10, 20))
    old = build.timestamp(NOON - timedelta(days=900))
    balance = build.opening_balance(
        member_id,
        {"funder": "hotel", "points": 30, "expire_time": late},
        {"funder": "retail", "points": 20, "expire_time": soon, "earn_time": old},
        {"funder": "group", "points": 50},
        {"funder": "group", "points": 5, "earn_time": old},
    )
    (result,) = bring(operator, balance)
    entry = result.entry
    assert entry.kind == entry_pb2.ENTRY_KIND_OPENING_BALANCE
    assert {leg.ledger_account: leg.points for leg in entry.postings} == {
        f"member:{member_id}": 105,
        "issued:hotel": -30,
        "issued:retail": -20,
        "issued:group": -55,
    }
    account = account_of(operator, member_id)
    assert (account.balance.available_points, account.open_lot_count) == (105, 3)
    assert [(each.expire_time, each.points) for each in account.expirations] == [
        (soon, 20),
        (late, 30),
    ]
    spent = operator.points.RedeemPoints(build.redeem(member_id, 60)).entry
    assert [(each.funder, each.points) for each in spent.lot_changes] == [
        ("retail", -20),
        ("hotel", -30),
        ("group", -10),
    ]
    require_clean_audit(operator)


def test_of_equal_expiry_the_oldest_is_spent_first(operator: Client, member_id: str) -> None:
    days = {"fuel": 10, "hotel": 900, "retail": 400}
    lots = [
        {"funder": each, "points": 1, "earn_time": build.timestamp(NOON - timedelta(days=age))}
        for each, age in days.items()
    ]
    bring(operator, build.opening_balance(member_id, *lots))
    spent = operator.points.RedeemPoints(build.redeem(member_id, 3)).entry
    assert [each.funder for each in spent.lot_changes] == ["hotel", "retail", "fuel"]


def test_a_file_sent_twice_is_imported_once(operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(5)]
    balances = [build.opening_balance(each) for each in members]
    first = bring(operator, *balances[:3])
    again = bring(operator, *balances)
    assert [each.replayed for each in again] == [True, True, True, False, False]
    assert [each.entry for each in again[:3]] == [each.entry for each in first]
    assert [points_and_entries(operator, each) for each in members] == [(100, 2)] * 5


def test_items_do_not_share_a_fate(operator: Client, member_id: str) -> None:
    good, unknown = build.opening_balance(member_id), build.opening_balance("0" * 26)
    bad = build.opening_balance(member_id, {"points": 0}, {"funder": "?", "points": 1})
    reused = build.opening_balance(member_id, {"points": 7})
    reused.request_id = good.request_id
    results = bring(operator, good, unknown, bad, reused)
    assert [result.request_id for result in results] == [
        each.request_id for each in (good, unknown, bad, reused)
    ]
    assert [result.status.code for result in results] == [0, 5, 3, 6]
    assert [result.HasField("entry") for result in results] == [True, False, False, False]
    assert points_and_entries(operator, member_id) == (100, 2)


def test_more_may_be_brought_along_later(operator: Client, member_id: str) -> None:
    give(operator, member_id, 10)
    bring(operator, build.opening_balance(member_id), build.opening_balance(member_id))
    assert points_and_entries(operator, member_id) == (210, 4)


def test_200_lots_fit_and_the_201st_does_not(operator: Client, member_id: str) -> None:
    def lots(first: int, count: int) -> list[dict[str, Any]]:
        return [
            {"points": 1, "expire_time": build.timestamp(NOON + timedelta(hours=first + hour))}
            for hour in range(count)
        ]

    (full,) = bring(operator, build.opening_balance(member_id, *lots(1, 200)))
    assert full.status.code == 0
    (over,) = bring(operator, build.opening_balance(member_id, *lots(201, 1)))
    assert over.status.code == 9
    assert "200 open lots" in over.status.message
    assert points_and_entries(operator, member_id) == (200, 2)


def test_100_balances_of_50_lots_are_brought_along_at_once(operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(100)]
    lots = [
        {"points": 1, "expire_time": build.timestamp(NOON + timedelta(hours=hour))}
        for hour in range(1, 51)
    ]
    results = bring(operator, *(build.opening_balance(each, *lots) for each in members))
    assert [result.status.code for result in results] == [0] * 100
