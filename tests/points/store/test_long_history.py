"""A page of entries is read by what bounds it on both sides, however many entries there are.

How long it takes is told here, and nothing is asked of that.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from loyalty.points.v1 import points_service_pb2

from support import build
from support.asking import give
from support.harness import Client
from support.histories import lengthen
from support.shapes import SHAPES

PAGE = 10
CALLS = 30


def page(client: Client, account_id: str, token: str = "") -> Any:
    request = points_service_pb2.ListEntriesRequest(
        member=build.key(account_id), page_size=PAGE, page_token=token
    )
    return client.points.ListEntries(request)


def seconds(call: Any) -> float:
    """Return the median time of a call."""
    spans = []
    for _ in range(CALLS):
        started = time.perf_counter()
        call()
        spans.append(time.perf_counter() - started)
    return statistics.median(spans)


def test_a_page_of_a_long_history_is_bound_on_both_sides(
    operator: Client, tell: Callable[[str], None]
) -> None:
    short, long = build.enroll(operator), build.enroll(operator)
    for account_id, length in ((short, PAGE + 1), (long, 2_000)):
        give(operator, account_id, 100)
        lengthen(account_id, length)
    first = page(operator, long)
    assert [entry.sequence for entry in first.entries] == list(range(2_000, 1_990, -1))
    SHAPES.clear()
    second = page(operator, long, first.next_page_token)
    assert [entry.sequence for entry in second.entries] == list(range(1_990, 1_980, -1))
    (read,) = SHAPES.named("find")
    assert read["filter"]["sequence"] == {"$lt": 1_991, "$gte": 1_980}, "bound on both sides"
    on_short = seconds(partial(page, operator, short))
    on_long = seconds(partial(page, operator, long))
    deep = seconds(partial(page, operator, long, first.next_page_token))
    tell(f"a page: {on_short:.4f} s of 11, {on_long:.4f} s of 2,000, {deep:.4f} s of its second")
