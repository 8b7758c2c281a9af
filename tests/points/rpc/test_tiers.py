"""Tiers through gRPC: what a caller is told of them, whether a worker came by or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from loyalty.points.v1 import member_service_pb2

from support import build
from support.asking import give, member_of
from support.clocks import NOON, ManualClock
from support.harness import Client, Harness
from support.services.tiered_service import progress, tiered_harness

NEW_YEAR = datetime.fromisoformat("2027-01-01T05:00Z")


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    yield from tiered_harness(database_url, tmp_path_factory.mktemp("tiers"))


@pytest.fixture
def clock(harness: Harness) -> Iterator[ManualClock]:
    yield harness.clock
    harness.clock.now = NOON


def test_a_member_is_told_how_far_the_next_tier_is_and_what_keeps_this_one(
    operator: Client, member_id: str, clock: ManualClock
) -> None:
    give(operator, member_id, 1_200)
    member = member_of(operator, member_id)
    assert (member.tier_id, member.tier_since_date) == ("silver", "2026-06-15")
    assert member.tier_review_time == build.timestamp(NEW_YEAR)
    assert member.tier_progress == progress(
        next_tier_id="gold",
        counted_points=1_200,
        missing_points=1_800,
        at_risk_time=build.timestamp(NEW_YEAR),
        benefits=["silver-lounge"],
    )


def test_a_review_that_is_due_holds_before_anybody_writes_it(
    operator: Client, member_id: str, clock: ManualClock
) -> None:
    give(operator, member_id, 3_000)
    clock.now = NEW_YEAR.replace(year=2028)
    member = member_of(operator, member_id)
    assert (member.tier_id, member.tier_since_date) == ("silver", "2028-01-01")
    assert member.tier_progress.keep_missing_points == 1_000
    give(operator, member_id, 1, at=clock.now)
    assert member_of(operator, member_id).tier_id == "silver"


def test_a_member_found_by_a_card_is_told_the_same(operator: Client) -> None:
    card = build.card(build.fresh("CARD"))
    request = member_service_pb2.EnrollMemberRequest(request_id=build.fresh(), identities=[card])
    enrolled = operator.members.EnrollMember(request).member
    assert not enrolled.HasField("tier_progress")
    find = member_service_pb2.FindMemberRequest(identity=card)
    found = operator.members.FindMember(find).member
    assert found == member_of(operator, enrolled.member_id)
    assert found.tier_progress.next_tier_id == "member"
