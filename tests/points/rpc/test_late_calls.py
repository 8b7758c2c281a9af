"""What becomes of calls whose callers do not wait: none hangs, none leaves a thing half done."""

from __future__ import annotations

import time
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import grpc
import pytest
from loyalty_chassis.callers import Caller, ClientDirectory
from loyalty_chassis.calls import CALL_SECONDS_MAX
from loyalty_chassis.rpc.interceptor import CallInterceptor
from pymongo import _csot

from support import build
from support.asking import is_replayed, points_and_entries
from support.harness import Client, failure_of
from support.shapes import SHAPES

METHOD = "/loyalty.test.TestService/Test"
CALLER = Caller("till", "retail", frozenset(), frozenset({"test"}))


def seconds_given(remaining: float | None) -> float:
    """Return how long the database may take in a call that has `remaining` seconds left."""
    clients = cast("ClientDirectory", SimpleNamespace(caller_of=lambda _key: CALLER))
    interceptor = CallInterceptor("loyalty.test", clients, {METHOD: "test"}, streams_max=1)
    handler: Any = grpc.unary_unary_rpc_method_handler(
        lambda _request, _context: _csot.get_deadline()
    )
    details: Any = SimpleNamespace(method=METHOD)
    context: Any = SimpleNamespace(
        time_remaining=lambda: remaining,
        is_active=lambda: True,
        invocation_metadata=lambda: (("authorization", "Bearer key"),),
        set_trailing_metadata=lambda _marks: None,
    )
    served: Any = interceptor.intercept_service(lambda _details: handler, details)
    deadline: float = served.unary_unary(SimpleNamespace(), context)
    return deadline - time.monotonic()


@pytest.mark.parametrize("remaining", [0.0, 0.5, 10.0])
def test_the_database_has_no_longer_than_the_caller_waits(remaining: float) -> None:
    assert seconds_given(remaining) <= max(remaining, 0.001)


@pytest.mark.parametrize("remaining", [None, 1e9])
def test_without_a_deadline_there_is_one(remaining: float | None) -> None:
    assert 0 < seconds_given(remaining) <= CALL_SECONDS_MAX


def test_a_transaction_that_was_begun_is_ended_though_the_caller_gave_up(
    operator: Client, member_id: str
) -> None:
    request = build.record(member_id)
    with SHAPES.delayed("update", 0.3):
        gave_up = failure_of(partial(operator.points.RecordPurchase, request, timeout=0.2))
        assert gave_up.code == "DEADLINE_EXCEEDED"
        time.sleep(1)
    assert points_and_entries(operator, member_id) == (1_000, 2)
    assert is_replayed(partial(operator.points.RecordPurchase.with_call, request))
