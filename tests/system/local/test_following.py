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
from loyalty.points.v1.member_pb2 import Identity, IdentityType, Member
from loyalty.points.v1.purchase_pb2 import Purchase
from loyalty_local.following import (
    is_delivered,
    print_events,
    print_journeys,
    print_lags,
    print_segments,
    print_tiers,
    read_members,
    wait_for_events,
)
from loyalty_local.running.suite import Suite
from loyalty_local.watching import LagWatch, TierMoves
from loyaltyctl.replaying import MemberSeed, Outcome, PurchaseSender, ReplayItem, enroll
from loyaltyctl.times import timestamp
from rich.console import Console

from support import build
from support.clocks import NOON

ENROLLED = "loyalty.points.v1.MemberEnrolled"
TIER_CHANGED = "loyalty.points.v1.TierChanged"


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
    draining = LagWatch(local_suite.operator)
    status, _ = wait_for_events(local_suite.operator, draining)
    assert draining.look_count > 1
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
    print_segments(nobodys, read_members(local_suite.operator, [buyer.member_id]))
    assert "Nobody is in a segment." in printed(nobodys)
    bought = build.purchase(at=datetime.now(UTC), store_id="1")
    till = local_suite.till("retail")
    till.call(till.points.RecordPurchase, build.record(buyer.member_id, bought))
    wait_for_events(local_suite.operator)
    print_segments(console, read_members(local_suite.operator, [buyer.member_id]))
    rows = re.findall(r"│ ([a-z.\d]+) +│ +(\d+) │", printed(console))
    assert rows == [("active", "1"), ("frequency.1", "1"), ("monetary.1", "1")]


def test_tier_changes_are_those_of_the_events(local_suite: Suite) -> None:
    card = Identity(type=IdentityType.IDENTITY_TYPE_CARD, value="CJ-800002")
    events_before = published(local_suite, TIER_CHANGED)
    (buyer,) = enroll(local_suite.operator, [MemberSeed((card,))], 1)
    moves, sender = TierMoves(["member", "silver", "gold"]), PurchaseSender(local_suite.till)
    for number, amount_minor in enumerate((1_000, 180_000, 2_000, 300_000)):
        bought = build.purchase(build.line(net=amount_minor), at=datetime.now(UTC), store_id="1")
        moves.add(
            sender.send(ReplayItem(f"tier-{number}", card, pay_with_points=False, purchase=bought))
        )
    console = a_console()
    print_tiers(console, moves, read_members(local_suite.operator, [buyer.member_id]))
    rows = re.findall(r"│ (\w+) +│ +(\d+) │ +(\d+) │ +(\d+) │", printed(console))
    assert rows == [("member", "0", "0", "0"), ("silver", "1", "0", "0"), ("gold", "1", "0", "1")]
    enrolments = 1
    assert published(local_suite, TIER_CHANGED) - events_before == enrolments + 2


def test_what_no_purchase_told_shows_in_the_member() -> None:
    moves, console = TierMoves(["member", "silver", "gold"]), a_console()
    moves.see("a", "gold")
    print_tiers(console, moves, [Member(member_id="a", tier_id="silver")])
    rows = re.findall(r"│ (\w+) +│ +(\d+) │ +(\d+) │ +(\d+) │", printed(console))
    assert rows == [("member", "0", "0", "0"), ("silver", "0", "1", "1"), ("gold", "1", "0", "0")]


def test_the_greatest_lag_seen_while_purchases_came_is_told(local_suite: Suite) -> None:
    outcome = Outcome(ReplayItem("x", Identity(), pay_with_points=False, purchase=Purchase()))
    often, seldom = LagWatch(local_suite.operator, 0), LagWatch(local_suite.operator, 3600)
    for watch in (often, seldom):
        watch.add(outcome)
        watch.add(outcome)
    assert (often.look_count, seldom.look_count) == (2, 0)
    for milliseconds in (200, 12_340, 0):
        seldom.see(GetEventStatusResponse(relay=RelayStatus(lag_milliseconds=milliseconds)))
    draining, console = LagWatch(local_suite.operator), a_console()
    draining.see(GetEventStatusResponse(relay=RelayStatus(lag_milliseconds=4_560)))
    print_lags(console, seldom, draining)
    told = "12.3 s while the purchases were replayed, 4.6 s from the audit until all was delivered."
    assert f"The greatest lag seen: {told}\n" in printed(console)


def published(suite: Suite, event_type: str) -> int:
    """Return how many events of a type were published, once all are."""
    status, _ = wait_for_events(suite.operator)
    return status.relay.published_by_type[event_type]


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
