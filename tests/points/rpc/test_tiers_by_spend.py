"""Tiers by what members spend (features.md AC-15: ERPNext's tiers)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty.points.v1 import program_pb2 as pb

from support import build
from support.asking import give, member_of
from support.harness import Client, Harness
from support.services.tiered_service import progress, tiered_harness


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    folder = tmp_path_factory.mktemp("spend")
    yield from tiered_harness(database_url, folder, qualify_by=pb.QUALIFY_BY_SPEND)


def test_what_points_paid_does_not_count(operator: Client, member_id: str) -> None:
    give(operator, member_id, 5_000)
    bought = build.purchase(build.line(6_000))
    operator.points.RecordPurchase(build.record(member_id, bought, burn=2_000))
    member = member_of(operator, member_id)
    assert member.tier_id == "member"
    assert member.tier_progress == progress(
        next_tier_id="silver",
        counted_amount_minor=9_000,
        missing_amount_minor=1_000,
        benefits=["member-lounge"],
    )


def test_the_amount_on_a_threshold_reaches_it(operator: Client, member_id: str) -> None:
    give(operator, member_id, 9_999)
    assert member_of(operator, member_id).tier_id == "member"
    give(operator, member_id, 1)
    assert member_of(operator, member_id).tier_id == "silver"
