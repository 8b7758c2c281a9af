"""A server whose plugin hangs can be stopped all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import grpc
import pytest

from support import build
from support.harness import Harness, registry_of, start_harness
from support.killable import wait_until
from support.plugins import simple_rules
from support.plugins.harmful_rules import HarmfulRules

HANGS_SECONDS = 10.0
STOP_SECONDS = 1.0
"""How long a stop waits for calls being served: the harness's setting."""


@pytest.fixture
def rules() -> Iterator[HarmfulRules]:
    made = HarmfulRules()
    yield made
    made.gate.set()


@pytest.fixture
def hanging(
    database_url: str, tmp_path_factory: pytest.TempPathFactory, rules: HarmfulRules
) -> Iterator[Harness]:
    running = start_harness(
        database_url,
        tmp_path_factory.mktemp("points"),
        registry_of({"harmful": rules, "simple": simple_rules}),
        plugin_milliseconds_max=int(HANGS_SECONDS * 1000),
        stop_seconds=STOP_SECONDS,
    )
    build.publish(running.client(), build.program({"dining": [("harmful", {})]}))
    yield running
    # The call that hung comes to its end before its database goes: it would find the next test's.
    rules.gate.set()
    purchases = {"kind": "purchase"}
    with suppress(AssertionError):
        wait_until(lambda: running.database["entries"].count_documents(purchases) > 0, "ended", 5)
    running.stop()


def test_a_stop_does_not_wait_for_a_plugin_that_hangs(
    hanging: Harness, rules: HarmfulRules
) -> None:
    client = hanging.client()
    member_id = build.enroll(client)
    bought = build.purchase(business="dining", attributes={"harm": "hangs"})
    call = client.points.RecordPurchase.future(build.record(member_id, bought))
    give_up = time.monotonic() + 5
    while not rules.hung and time.monotonic() < give_up:
        time.sleep(0.01)
    assert rules.hung == 1

    started = time.monotonic()
    hanging.server.stop()
    assert time.monotonic() - started < HANGS_SECONDS / 2
    assert call.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
    assert hanging.database["entries"].count_documents({"kind": "purchase"}) == 0
