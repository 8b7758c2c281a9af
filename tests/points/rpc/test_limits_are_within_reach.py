"""What is said to be allowed at most is allowed, and is done in good time."""

from __future__ import annotations

from datetime import timedelta

from loyalty.points.v1 import (
    member_pb2,
    member_service_pb2,
    points_service_pb2,
    program_pb2,
    program_service_pb2,
    purchase_pb2,
)

from support import build
from support.clocks import NOON
from support.harness import Client


def test_20_identities_and_50_tags(operator: Client) -> None:
    request = member_service_pb2.EnrollMemberRequest(
        request_id="r" * 64,
        identities=[build.card(build.fresh("CARD")) for _ in range(20)],
        attributes=member_pb2.MemberAttributes(tags=[f"{n:064}" for n in range(50)]),
    )
    member = operator.members.EnrollMember(request).member
    assert len(member.identities) == 20
    assert len(member.attributes.tags) == 50


def test_500_lines_20_payments_and_20_attributes(operator: Client, member_id: str) -> None:
    bought = build.purchase(
        *(build.line(100) for _ in range(500)),
        channel="till",
        payments=[purchase_pb2.Payment(method="card", amount_minor=2_500) for _ in range(20)],
        attributes={f"{n:032}": "v" * 64 for n in range(20)},
    )
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    assert entry.purchase == bought
    assert entry.earned_points == 50_000


def test_the_largest_bill(operator: Client, member_id: str) -> None:
    bought = build.purchase(build.line(10**11))
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    assert entry.purchase.total.amount_minor == 10**11
    assert entry.earned_points == 10**9, "cut to what the program allows for a purchase"


def test_a_bill_of_nothing(operator: Client, member_id: str) -> None:
    bought = build.purchase(build.line(0, quantity_milli=0))
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    assert (entry.earned_points, list(entry.awards)) == (0, [])


def test_a_batch_of_100(operator: Client, member_id: str) -> None:
    batch = points_service_pb2.SubmitPurchasesRequest(
        purchases=[build.record(member_id) for _ in range(100)]
    )
    results = operator.points.SubmitPurchases(batch).results
    assert [result.status.code for result in results] == [0] * 100


def test_the_oldest_and_the_furthest_ahead_of_purchases(operator: Client, member_id: str) -> None:
    for span in (timedelta(days=-400), timedelta(seconds=300)):
        bought = build.purchase(at=NOON + span)
        entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
        assert entry.event_time == build.timestamp(NOON + span)


def test_a_program_of_100_businesses_and_2000_stores_with_zones(operator: Client) -> None:
    zones = ("America/Chicago", "Europe/Berlin", "Asia/Tokyo")
    program = build.program({}, effective_time=build.timestamp(NOON + timedelta(days=1)))
    one = program.businesses[0]
    del program.businesses[:]
    for number in range(100):
        business = program_pb2.Business()
        business.CopyFrom(one)
        business.business_id = f"business-{number}"
        program.businesses.append(business)
    program.businesses[0].ClearField("stores")
    program.businesses[0].stores.extend(
        program_pb2.Store(store_id=f"s{number}", time_zone=zones[number % 3])
        for number in range(2000)
    )
    request = program_service_pb2.CheckProgramRequest(program=program)
    assert operator.programs.CheckProgram(request, timeout=10) is not None


def test_a_page_of_more_than_the_most_is_a_page_of_the_most(
    operator: Client, member_id: str
) -> None:
    request = points_service_pb2.ListEntriesRequest(
        member=build.key(member_id), page_size=2**31 - 1
    )
    assert len(operator.points.ListEntries(request).entries) == 1
