"""The past of an account with many entries: what it costs, and that nobody waits in vain."""

from __future__ import annotations

import time
from datetime import UTC, timedelta

import grpc
import pytest
from loyalty.points.v1 import statement_service_pb2
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import TimeIsUp
from loyalty_points.use_cases.statements.get_statement import get_statement

from support import build
from support.asking import give
from support.harness import Client, Harness
from support.histories import lengthen
from support.killable import wait_until
from support.shapes import SHAPES

ENTRIES = 1_000
BATCHES = 2
SLOW = 0.3
"""Seconds more that each read takes."""
MOMENT = timedelta(seconds=1)
GROUP = Caller("operator", "group", frozenset(), frozenset())


@pytest.fixture(scope="module")
def past(harness: Harness) -> statement_service_pb2.GetStatementRequest:
    """Ask for an account after its 1,000th entry, where there is one more."""
    client = harness.client()
    member_id = build.enroll(client)
    give(client, member_id, 100)
    lengthen(member_id, ENTRIES)
    as_of = harness.clock.now
    harness.clock.now += MOMENT
    client.members.FreezeMember(build.freeze_member(member_id))
    return statement_service_pb2.GetStatementRequest(
        member=build.key(member_id), as_of_time=build.timestamp(as_of)
    )


def test_the_past_is_read_in_batches_and_only_where_something_has_happened_since(
    harness: Harness, operator: Client, past: statement_service_pb2.GetStatementRequest
) -> None:
    SHAPES.clear()
    assert operator.statements.GetStatement(past).account.sequence == ENTRIES
    assert len(SHAPES.all()) == 1 + BATCHES + 1, "the account, its entries, and one batch too far"
    now = statement_service_pb2.GetStatementRequest(
        member=past.member, as_of_time=build.timestamp(harness.clock.now)
    )
    SHAPES.clear()
    assert operator.statements.GetStatement(now).account.sequence == ENTRIES + 1
    assert len(SHAPES.all()) == 1, "the account itself"


def test_a_read_that_takes_too_long_says_so(
    harness: Harness, past: statement_service_pb2.GetStatementRequest
) -> None:
    member_id, as_of = past.member.member_id, past.as_of_time.ToDatetime(tzinfo=UTC)
    with SHAPES.delayed("find", SLOW), pytest.raises(TimeIsUp) as raised:
        get_statement(harness.parts, Call.within(GROUP, 1.5 * SLOW), member_id, as_of)
    assert raised.value.code == "DEADLINE_EXCEEDED"
    assert raised.value.message.startswith("500 of up to 1,001 entries were read in the time")


def test_a_read_that_nobody_waits_for_any_more_ends(
    operator: Client, past: statement_service_pb2.GetStatementRequest
) -> None:
    with SHAPES.delayed("find", SLOW):
        SHAPES.clear()
        call = operator.statements.GetStatement.future(past)
        wait_until(lambda: len(SHAPES.all()) > 1, "it is being read", 10)
        call.cancel()
        time.sleep(BATCHES * SLOW + 1)
    assert call.code() == grpc.StatusCode.CANCELLED
    assert len(SHAPES.all()) < 1 + BATCHES, "most batches were left"
