"""What holds send to the database: the same however long the history, however many lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import program_pb2
from loyalty_points.domain.account import OPEN_LOTS_MAX

from support import build, simple_rules
from support.asking import account_of
from support.clocks import NOON
from support.harness import Client, Harness, registry_of, start_harness
from support.histories import lengthen, open_lots
from support.holding import placed
from support.shapes import SHAPES

SEVEN = {"find": 2, "insert": 2, "update": 2, "commitTransaction": 1}
"""Two reads, two inserts, two guarded updates, a commit."""


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose points expire by the day, so that every day's are a lot."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("holds"), registry_of({"simple": simple_rules})
    )
    by_the_day = program_pb2.ExpiryPolicy(
        months=24, rounding=program_pb2.EXPIRY_ROUNDING_END_OF_DAY
    )
    build.publish(running.client(), build.program({"retail": [("simple", {})]}, expiry=by_the_day))
    yield running
    running.stop()


def commands_of(call: Callable[[], Any]) -> Counter[str]:
    SHAPES.clear()
    call()
    return Counter(next(iter(command)) for command in SHAPES.all())


@pytest.mark.parametrize(("lots", "entries"), [(5, 10), (OPEN_LOTS_MAX, 1_000)])
def test_a_hold_a_capture_and_a_release_are_seven_each(
    operator: Client, member_id: str, lots: int, entries: int
) -> None:
    open_lots(operator, member_id, lots, NOON)
    lengthen(member_id, entries)
    holds = [placed(operator, member_id, 1_000 * (lots // 2 - 1)) for _ in range(2)]
    assert account_of(operator, member_id).open_lot_count == lots
    sent = [
        commands_of(partial(operator.holds.PlaceHold, build.hold(member_id, 2_000))),
        commands_of(partial(operator.holds.CaptureHold, build.capture(member_id, holds[0]))),
        commands_of(partial(operator.holds.ReleaseHold, build.release(member_id, holds[1]))),
    ]
    assert sent == [SEVEN] * 3
