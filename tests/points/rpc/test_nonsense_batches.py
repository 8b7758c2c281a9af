"""Nonsense in requests about batches of purchases: refused by name, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty.points.v1 import points_service_pb2

from support import build
from support.requests.refusals import check, odd_world
from support.requests.request_fields import Place, places_of
from support.requests.valid_requests import World

METHODS = ("SubmitPurchases",)


@pytest.fixture(scope="module")
def world(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from odd_world(database_url, tmp_path_factory.mktemp("points"))


@pytest.mark.parametrize("place", places_of(METHODS), ids=str)
def test_nonsense_is_refused_by_name_and_changes_nothing(world: World, place: Place) -> None:
    check(world, place)


def test_items_of_a_batch_do_not_share_a_fate(world: World) -> None:
    good, bad = build.record(world.member_id), build.record(world.member_id, burn=-1)
    batch = points_service_pb2.SubmitPurchasesRequest(purchases=[good, bad, good])
    results = world.harness.client().points.SubmitPurchases(batch).results
    assert [result.status.code for result in results] == [0, 3, 0]
    assert [result.request_id for result in results] == [
        each.request_id for each in (good, bad, good)
    ]
    assert not results[0].replayed
    assert results[2].replayed, "a repeat within the batch is a repeat"
    assert results[2].entry == results[0].entry
