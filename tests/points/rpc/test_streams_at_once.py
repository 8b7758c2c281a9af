"""Long answers leave threads for short calls, and give back what they took."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import grpc
import pytest
from loyalty.points.v1 import audit_service_pb2
from loyalty_points.settings import PointsSettings

from support.harness import Client, Failure
from support.shapes import SHAPES
from support.together import OK, at_once, audit, outcome_of, tally

SLOW = 0.5
THREADS: int = PointsSettings.model_fields["threads"].default
STREAMS_MAX = THREADS // 2


def streams(client: Client, member_id: str, count: int) -> list[Callable[[], Any]]:
    return [partial(audit, client, member_id)] * count


def test_half_of_the_threads_stream_and_the_next_caller_is_told_to_ask_again(
    operator: Client, member_id: str
) -> None:
    with SHAPES.delayed("find", SLOW):
        outcomes = at_once(streams(operator, member_id, THREADS))
    assert tally(outcomes) == {OK: STREAMS_MAX, "TOO_MANY_STREAMS": THREADS - STREAMS_MAX}
    refused = next(outcome for outcome in outcomes if isinstance(outcome, Failure))
    assert (refused.code, refused.retry) == ("RESOURCE_EXHAUSTED", True)
    assert tally(at_once(streams(operator, member_id, STREAMS_MAX))) == {OK: STREAMS_MAX}


def test_streams_that_failed_leave_room_for_others(operator: Client) -> None:
    failed = [outcome_of(call) for call in streams(operator, "0" * 26, THREADS)]
    assert tally(failed) == {"MEMBER_NOT_FOUND": THREADS}


def test_streams_that_callers_gave_up_leave_room_for_others(
    operator: Client, member_id: str
) -> None:
    request = audit_service_pb2.AuditLedgerRequest(account_id=member_id)
    with SHAPES.delayed("find", SLOW):
        given_up = [
            operator.audits.AuditLedger(request, timeout=SLOW / 3) for _ in range(STREAMS_MAX)
        ]
        for stream in given_up:
            with pytest.raises(grpc.RpcError):
                list(stream)
    give_up = time.monotonic() + 10
    while tally(at_once(streams(operator, member_id, STREAMS_MAX))) != {OK: STREAMS_MAX}:
        assert time.monotonic() < give_up
        time.sleep(SLOW / 5)
