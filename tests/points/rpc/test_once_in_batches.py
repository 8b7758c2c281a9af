"""An item of a batch is the same request as the single call."""

from __future__ import annotations

from functools import partial
from typing import Any

from loyalty.points.v1 import points_service_pb2

from support import build
from support.asking import give, is_replayed, points_and_entries
from support.harness import Client, failure_of


def submit(client: Client, *requests: Any) -> list[Any]:
    batch = points_service_pb2.SubmitPurchasesRequest(purchases=requests)
    return list(client.points.SubmitPurchases(batch).results)


def test_an_item_of_a_batch_is_the_same_request_as_the_single_call(
    operator: Client, member_id: str
) -> None:
    single, item = build.record(member_id), build.record(member_id)
    recorded = operator.points.RecordPurchase(single).entry
    again, first = submit(operator, single, item)
    assert (again.entry, again.replayed, first.replayed) == (recorded, True, False)
    assert operator.points.RecordPurchase(item).entry == first.entry
    assert is_replayed(partial(operator.points.RecordPurchase.with_call, item))
    assert points_and_entries(operator, member_id) == (2_000, 3)


def test_an_item_of_a_batch_that_was_refused_is_refused_as_a_single_call_too(
    operator: Client, member_id: str
) -> None:
    wants_points = build.record(member_id, burn=10)
    (refused,) = submit(operator, wants_points)
    give(operator, member_id, 10)
    single = failure_of(lambda: operator.points.RecordPurchase(wants_points))
    assert (single.reason, single.message) == ("INSUFFICIENT_POINTS", refused.status.message)
    (again,) = submit(operator, wants_points)
    assert again.replayed
    assert again.status == refused.status
