"""The demo's end tells what followed by itself, and does not pass over what did not."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

from loyalty.points.v1.event_service_pb2 import (
    ConsumerStatus,
    GetEventStatusResponse,
    RelayStatus,
)
from loyalty.points.v1.member_pb2 import Identity, IdentityType
from loyalty_local.following import (
    is_delivered,
    print_events,
    print_journeys,
    print_segments,
    wait_for_events,
)
from loyalty_local.running.suite import Suite
from loyaltyctl.replaying import MemberSeed, enroll
from loyaltyctl.times import timestamp
from rich.console import Console

from support import build
from support.clocks import NOON

ENROLLED = "loyalty.points.v1.MemberEnrolled"


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def a_console() -> Console:
    return Console(file=io.StringIO(), width=200)


def test_events_of_a_running_suite_are_delivered_and_told_by_type(local_suite: Suite) -> None:
    seeds = [
        MemberSeed((Identity(type=IdentityType.IDENTITY_TYPE_CARD, value=f"CJ-9{number:05d}"),))
        for number in range(3)
    ]
    enrolled = list(enroll(local_suite.operator, seeds, 1))
    status, _ = wait_for_events(local_suite.operator)
    console = a_console()
    assert print_events(console, status, 1, {"MemberEnrolled": 3})
    count = status.relay.published_by_type[ENROLLED]
    assert count >= 3
    assert re.search(rf"MemberEnrolled\s+│\s+{count:,} ", printed(console))
    assert not print_events(a_console(), status, 1, {"MemberEnrolled": count + 1})
    print_journeys(console, local_suite.operator, [each.member_id for each in enrolled])
    assert "No journey reached anybody." in printed(console)


def test_members_are_counted_in_the_groups_segments_alone(local_suite: Suite) -> None:
    card = Identity(type=IdentityType.IDENTITY_TYPE_CARD, value="CJ-800001")
    (buyer,) = enroll(local_suite.operator, [MemberSeed((card,))], 1)
    console, nobodys = a_console(), a_console()
    print_segments(nobodys, local_suite.operator, [buyer.member_id])
    assert "Nobody is in a segment." in printed(nobodys)
    bought = build.purchase(at=datetime.now(UTC), store_id="1")
    till = local_suite.till("retail")
    till.call(till.points.RecordPurchase, build.record(buyer.member_id, bought))
    wait_for_events(local_suite.operator)
    print_segments(console, local_suite.operator, [buyer.member_id])
    rows = re.findall(r"│ ([a-z.\d]+) +│ +(\d+) │", printed(console))
    assert rows == [("active", "1"), ("frequency.1", "1"), ("monetary.1", "1")]


def test_what_is_unpublished_waits_or_is_parked_is_not_delivered() -> None:
    delivered = GetEventStatusResponse(relay=RelayStatus(published_by_type={ENROLLED: 2}))
    assert is_delivered(delivered)
    unpublished = GetEventStatusResponse(relay=RelayStatus(oldest_time=timestamp(NOON)))
    waiting = GetEventStatusResponse(consumers=[ConsumerStatus(consumer="x", waiting_count=1)])
    parked = GetEventStatusResponse(consumers=[ConsumerStatus(consumer="x", parked_count=1)])
    for status in (unpublished, waiting, parked):
        console = a_console()
        assert not print_events(console, status, 1, {})
        assert "Not every event was delivered." in printed(console)
