"""Tiers are reviewed when their time has come, between activation and expiry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from loyalty.points.v1 import entry_pb2, member_service_pb2, points_service_pb2, program_pb2
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules
from support.together import at_once, require_clean_audit

NEW_YEAR = datetime(2027, 1, 1, 5, tzinfo=UTC)
"""Midnight in New York."""
REVIEWED = entry_pb2.ENTRY_KIND_TIER_REVIEWED
EXPIRED = entry_pb2.ENTRY_KIND_POINTS_EXPIRED


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose tiers are reviewed, and whose points expire, at the year's end."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("tiers"), registry_of({"simple": simple_rules})
    )
    program = build.program(
        {"retail": [("simple", {})]},
        tiers=[
            program_pb2.Tier(
                tier_id=name, display_name=name, qualifying_points=points, benefits=benefits
            )
            for name, points, benefits in (("silver", 100, []), ("gold", 1000, ["lounge"]))
        ],
        tier_policy=program_pb2.TierPolicy(
            period=program_pb2.TIER_PERIOD_CALENDAR_YEAR,
            downgrade=program_pb2.TIER_DOWNGRADE_REASSESS,
        ),
        tier_window_days=365,
        expiry=program_pb2.ExpiryPolicy(
            kind=program_pb2.EXPIRY_KIND_ROLLING,
            unit=program_pb2.EXPIRY_UNIT_YEARS,
            rounding=program_pb2.EXPIRY_ROUNDING_END_OF_YEAR,
        ),
    )
    build.publish(running.client(), program)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def noon(harness: Harness) -> Iterator[None]:
    yield
    harness.clock.now = NOON


def tier_of(client: Client, member_id: str) -> str:
    request = member_service_pb2.GetMemberRequest(member_id=member_id)
    tier_id: str = client.members.GetMember(request).member.tier_id
    return tier_id


def entries(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    return list(client.points.ListEntries(request).entries)


def buy(client: Client, member_id: str, net: int, at: datetime = NOON) -> None:
    client.points.RecordPurchase(build.record(member_id, build.purchase(build.line(net), at=at)))


def test_a_tier_not_earned_again_falls_at_the_review(harness: Harness, operator: Client) -> None:
    member_id = build.enroll(operator)
    buy(operator, member_id, 1200)
    assert tier_of(operator, member_id) == "gold"
    harness.clock.now = NEW_YEAR
    settle_accounts(harness.parts, 100)
    harness.clock.now = NEW_YEAR + timedelta(days=30)
    buy(operator, member_id, 150, harness.clock.now)
    assert tier_of(operator, member_id) == "gold", "what was earned in 2026 holds through 2027"
    harness.clock.now = datetime(2028, 1, 1, 5, tzinfo=UTC)
    settle_accounts(harness.parts, 100)
    assert tier_of(operator, member_id) == "silver"
    require_clean_audit(operator)


def test_at_equal_instants_the_tier_is_reviewed_before_points_expire(
    harness: Harness, operator: Client
) -> None:
    """design.md §5, features.md §2.9: activate, review tiers, expire."""
    member_id = build.enroll(operator)
    buy(operator, member_id, 1200)
    harness.clock.now = NEW_YEAR
    settle_accounts(harness.parts, 100)
    newest, before = entries(operator, member_id)[:2]
    assert (before.kind, newest.kind) == (REVIEWED, EXPIRED)
    assert before.event_time == newest.event_time == build.timestamp(NEW_YEAR)


def test_many_workers_review_a_tier_once(harness: Harness, operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(4)]
    for member_id in members:
        buy(operator, member_id, 1200)
    harness.clock.now = NEW_YEAR
    at_once([lambda: settle_accounts(harness.parts, 100)] * 4)
    for member_id in members:
        reviews = [each for each in entries(operator, member_id) if each.kind == REVIEWED]
        assert len(reviews) == 1
    assert settle_accounts(harness.parts, 100) == 0
    require_clean_audit(operator)


def test_a_worker_that_comes_years_late_does_every_review_in_order(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(operator, member_id, 1200)
    harness.clock.now = datetime(2029, 6, 1, tzinfo=UTC)
    settle_accounts(harness.parts, 100)
    reviews = [each for each in entries(operator, member_id) if each.kind == REVIEWED]
    times = [each.event_time.ToDatetime(UTC) for each in reversed(reviews)]
    assert times[:2] == [NEW_YEAR, datetime(2028, 1, 1, 5, tzinfo=UTC)]
    assert tier_of(operator, member_id) == ""


def test_rules_see_the_tier_after_its_review_though_no_worker_came_by(
    harness: Harness, operator: Client
) -> None:
    member_id = build.enroll(operator)
    buy(operator, member_id, 1200)
    harness.clock.now = datetime(2028, 1, 1, 5, tzinfo=UTC)
    buy(operator, member_id, 10, harness.clock.now)
    stored = harness.database["entries"].find_one({"account_id": member_id, "sequence": 3})
    assert (stored["seen"]["tier_id"], stored["seen"]["tier_benefits"]) == ("", [])
    assert tier_of(operator, member_id) == ""
    require_clean_audit(operator)


def test_rules_see_what_a_tier_brings(harness: Harness, operator: Client) -> None:
    member_id = build.enroll(operator)
    buy(operator, member_id, 1200)
    buy(operator, member_id, 10)
    stored = harness.database["entries"].find_one({"account_id": member_id, "sequence": 3})
    assert (stored["seen"]["tier_id"], stored["seen"]["tier_benefits"]) == ("gold", ["lounge"])
