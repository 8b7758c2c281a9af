"""Servers that are stopped, or whose database is: each test starts one of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from grpc_health.v1 import health_pb2
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_local.running.database import database_process
from loyalty_points.rpc.grants import SERVICE_NAMES
from loyalty_sdk import PointsAward, hookimpl

from support import build
from support.asking import account_of
from support.harness import Client, Failure, Harness, failure_of, registry_of, start_harness
from support.killable import wait_until
from support.services.standard_services import health, service_names
from support.together import outcome_of

PATIENCE_SECONDS = 10


class Slow:
    """A plugin that answers once it is let."""

    def __init__(self) -> None:
        self.asked, self.let = threading.Event(), threading.Event()

    @hookimpl
    def award_points(self) -> tuple[PointsAward, ...]:
        self.asked.set()
        assert self.let.wait(PATIENCE_SECONDS)
        return (PointsAward(points=1, rule_id="slow", reason="patience"),)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def slow_harness(database_url: str, tmp_path: Path, slow: Slow) -> Iterator[Harness]:
    running = start_harness(
        database_url,
        tmp_path,
        registry_of({"slow": slow}),
        stop_seconds=PATIENCE_SECONDS,
        plugin_milliseconds_max=1_000 * PATIENCE_SECONDS,
        reflection=True,
    )
    build.publish(running.client(), build.program({"retail": [("slow", {})]}))
    yield running
    running.stop()


def test_reflection_lists_the_services_where_asked_for(slow_harness: Harness) -> None:
    assert set(SERVICE_NAMES) <= set(service_names(slow_harness.channel))


def test_a_stop_finishes_what_is_being_served_and_takes_nothing_new(
    slow: Slow, slow_harness: Harness
) -> None:
    operator = slow_harness.client()
    member_id = build.enroll(operator)
    under_way = operator.points.RecordPurchase.future(build.record(member_id))
    assert slow.asked.wait(PATIENCE_SECONDS)
    stopping = threading.Thread(target=slow_harness.server.stop)
    stopping.start()
    wait_until(lambda: not _answers(operator, member_id), "it takes nothing new", PATIENCE_SECONDS)
    late = failure_of(lambda: operator.points.RecordPurchase(build.record(member_id), timeout=2))
    assert late.code in {"UNAVAILABLE", "CANCELLED"}
    slow.let.set()
    assert under_way.result(timeout=PATIENCE_SECONDS).entry.earned_points == 1
    stopping.join(timeout=PATIENCE_SECONDS)
    assert not stopping.is_alive()


def _answers(client: Client, member_id: str) -> bool:
    return not isinstance(outcome_of(lambda: account_of(client, member_id)), Failure)


def test_health_follows_the_database(tmp_path: Path) -> None:
    with database_process(tmp_path / "data", tmp_path / "log") as (url, database):
        running = start_harness(url, tmp_path, PluginRegistry(()))
        service = SERVICE_NAMES[0]
        assert health(running.channel, service) == health_pb2.HealthCheckResponse.SERVING
        database.stop(5)
        serving = health_pb2.HealthCheckResponse.SERVING
        wait_until(lambda: health(running.channel, service) != serving, "it is unhealthy", 20)
        alive = health(running.channel, "")
        assert alive == health_pb2.HealthCheckResponse.SERVING, "liveness is not the database's"
        running.stop(drop=False)
