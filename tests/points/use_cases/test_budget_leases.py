"""A business's budget of a day: never overrun, and used up but for what servers hold on to."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from loyalty.points.v1 import points_service_pb2
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import Refused
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.purchases.purchase import Line, Purchase
from loyalty_points.store.documents import BudgetDocument
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.budget_leases import SLICES, Budget, BudgetLeases
from loyalty_points.use_cases.purchases.purchase_commands import RecordPurchase
from loyalty_points.use_cases.purchases.record_purchase import record_purchase

from support import build
from support.clocks import NOON
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.shapes import SHAPES
from support.together import require_clean_audit

RETAIL, DINING, HOTEL = 10_000, 500, 100
GROUP = Caller("operator", "group", frozenset(), frozenset())


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose businesses have budgets, some a small one."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("budgets"), registry_of({"simple": simple_rules})
    )
    names = ("hotel", "dining", "retail", "fuel")
    program = build.program({name: [("simple", {})] for name in names})
    budgets = {"retail": RETAIL, "dining": DINING, "hotel": HOTEL}
    for business in program.businesses:
        business.max_points_per_day = budgets.get(business.business_id, 0)
    build.publish(running.client(), program)
    yield running
    running.stop()


def other_server(harness: Harness) -> Parts:
    """Return the parts of another server on the same database."""
    return replace(harness.parts, budgets=BudgetLeases(harness.parts.unit_of_work))


def leased(budget_id: str) -> int:
    document = collection_of(BudgetDocument).find_one({"_id": budget_id})
    return int(document["leased"]) if document else 0


def purchase(points: int, business: str = "retail", **parts: Any) -> Purchase:
    line = Line("1", "", "grocery", 1000, points, 0, points)
    store, number, when = f"{business}-1", build.fresh("n"), parts.get("at", NOON)
    return Purchase(business, store, "till", number, when, "USD", points, (line,), (), ())


def record(parts: Parts, member_id: str, bought: Purchase) -> Entry:
    call = Call.within(GROUP, 20)
    return record_purchase(parts, call, build.fresh("b"), RecordPurchase(member_id, bought, 0))


def test_two_servers_with_many_callers_never_overrun_a_budget(
    harness: Harness, operator: Client
) -> None:
    members = [build.enroll(operator) for _ in range(20)]
    servers = (harness.parts, other_server(harness))

    def award(number: int) -> Entry:
        points = 20 + number * 7 % 100
        return record(servers[number % 2], members[number % 20], purchase(points))

    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(award, range(200)))
    given = sum(entry.earned_points for entry in entries)
    wanted = sum(20 + number * 7 % 100 for number in range(200))
    assert wanted > RETAIL
    assert RETAIL - RETAIL // SLICES <= given <= RETAIL, "at worst a slice of a server is left"
    assert leased("retail|2026-06-15") == RETAIL
    cut = [award for entry in entries for award in entry.awards if award.limited_by]
    assert {award.limited_by for award in cut} == {"business-day"}
    require_clean_audit(operator)


def test_a_lone_server_uses_a_budget_up_to_the_last_point(
    harness: Harness, operator: Client, member_id: str
) -> None:
    day = NOON - timedelta(days=1)
    given = [
        record(harness.parts, member_id, purchase(45, "dining", at=day)).earned_points
        for _ in range(13)
    ]
    assert given == [45] * 11 + [5, 0]
    entry = record(harness.parts, member_id, purchase(45, "dining", at=day))
    assert [(each.points, each.limited_by) for each in entry.awards] == [(0, "business-day")]
    assert record(harness.parts, member_id, purchase(45, "dining")).earned_points == 45


def test_an_award_larger_than_a_slice_takes_several_and_larger_than_a_budget_all(
    harness: Harness, member_id: str
) -> None:
    day = NOON - timedelta(days=2)
    first = record(harness.parts, member_id, purchase(60, "hotel", at=day))
    rest = record(harness.parts, member_id, purchase(60, "hotel", at=day))
    assert (first.earned_points, rest.earned_points) == (60, 40)
    whole = record(harness.parts, member_id, purchase(1_000, "hotel", at=day - timedelta(days=1)))
    assert whole.earned_points == HOTEL


def test_what_a_refused_purchase_had_taken_goes_back(
    harness: Harness, operator: Client, member_id: str
) -> None:
    day = NOON - timedelta(days=5)
    bought = build.purchase(build.line(70), business="hotel", at=day)
    operator.points.RecordPurchase(build.record(member_id, bought))
    for _ in range(5):
        again = build.record(member_id, bought)
        failure = failure_of(lambda: operator.points.RecordPurchase(again))  # noqa: B023
        assert failure.reason == "RECEIPT_ALREADY_RECORDED"
    entry = record(harness.parts, member_id, purchase(60, "hotel", at=day))
    assert entry.earned_points == HOTEL - 70


def test_a_quote_takes_nothing_and_knows_what_its_server_knows(
    harness: Harness, operator: Client, member_id: str
) -> None:
    day = NOON - timedelta(days=6)
    bought = build.purchase(build.line(500), business="hotel", at=day)
    for _ in range(3):
        answer = operator.points.QuotePurchase(build.quote(member_id, bought))
        assert answer.earned_points == HOTEL
        assert answer.awards[0].limited_by == "business-day"
    operator.points.RecordPurchase(build.record(member_id, bought))
    record(harness.parts, member_id, purchase(1, "hotel", at=day))
    assert operator.points.QuotePurchase(build.quote(member_id, bought)).earned_points == 0


def test_one_more_command_is_sent_where_a_slice_is_used_up_and_none_otherwise(
    operator: Client, member_id: str
) -> None:
    day = NOON - timedelta(days=7)

    def commands(points: int) -> int:
        bought = build.purchase(build.line(points), at=day)
        request: points_service_pb2.RecordPurchaseRequest = build.record(member_id, bought)
        SHAPES.clear()
        operator.points.RecordPurchase(request)
        return len(SHAPES.all())

    assert commands(100) == 7 + 2, "the first lease of a day makes the budget"
    assert [commands(100) for _ in range(4)] == [7] * 4, "a slice is 500 points"
    assert commands(100) == 7 + 1
    assert commands(400) == 7


def test_a_budget_without_limit_is_asked_for_nothing(operator: Client, member_id: str) -> None:
    bought = build.purchase(build.line(10**6), business="fuel")
    SHAPES.clear()
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    assert entry.earned_points == 10**6
    assert len(SHAPES.all()) == 7


def take(leases: BudgetLeases, budget: Budget, points: int, failure: Exception) -> int:
    """Take points in a command that fails; return how many there were."""
    taken = 0
    with suppress(type(failure)), leases.spending(budget) as spend:
        taken = spend(points)
        raise failure
    return taken


def test_points_whose_outcome_is_unknown_are_not_given_twice(harness: Harness) -> None:
    leases, budget = BudgetLeases(harness.parts.unit_of_work), Budget("unknown|2026-06-15", 20)
    assert take(leases, budget, 15, OSError("gone")) == 15
    assert take(leases, budget, 15, Refused("no")) == 5
    with leases.spending(budget) as spend:
        assert spend(15) == 5


def test_a_raised_budget_goes_on_where_the_first_ended(harness: Harness) -> None:
    leases = BudgetLeases(harness.parts.unit_of_work)
    for maximum, expected in ((20, 20), (20, 0), (30, 10), (30, 0), (25, 0)):
        with leases.spending(Budget("raised|2026-06-15", maximum)) as spend:
            assert spend(100) == expected
    assert leased("raised|2026-06-15") == 30
