"""Servers that are stopped, or whose database is: each test starts one of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from grpc_health.v1 import health_pb2
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_local.running.database import database_process
from loyalty_points.rpc.grants import SERVICE_NAMES
from loyalty_sdk import PointsAward, hookimpl

from support import build
from support.harness import Harness, failure_of, registry_of, start_harness
from support.standard_services import health, service_names

SLOW_SECONDS = 0.6


class Slow:
    """A plugin that takes its time, within the limit."""

    @hookimpl
    def award_points(self) -> tuple[PointsAward, ...]:
        time.sleep(SLOW_SECONDS)
        return (PointsAward(points=1, rule_id="slow", reason="patience"),)


@pytest.fixture
def slow_harness(database_url, tmp_path) -> Iterator[Harness]:
    running = start_harness(
        database_url, tmp_path, registry_of({"slow": Slow()}), stop_seconds=10, reflection=True
    )
    build.publish(running.client(), build.program({"retail": [("slow", {})]}))
    yield running
    running.stop()


def test_reflection_lists_the_services_where_asked_for(slow_harness: Harness) -> None:
    assert set(SERVICE_NAMES) <= set(service_names(slow_harness.channel))


def test_a_stop_finishes_what_is_being_served_and_takes_nothing_new(
    slow_harness: Harness,
) -> None:
    operator = slow_harness.client()
    member_id = build.enroll(operator)
    under_way = operator.points.RecordPurchase.future(build.record(member_id))
    time.sleep(SLOW_SECONDS / 3)
    stopping = threading.Thread(target=slow_harness.server.stop)
    stopping.start()
    time.sleep(SLOW_SECONDS / 3)
    late = failure_of(lambda: operator.points.RecordPurchase(build.record(member_id), timeout=2))
    assert late.code in {"UNAVAILABLE", "CANCELLED"}
    assert under_way.result(timeout=10).entry.earned_points == 1
    stopping.join(timeout=10)
    assert not stopping.is_alive()


def test_health_follows_the_database(tmp_path: Path) -> None:
    with database_process(tmp_path / "data", tmp_path / "log") as (url, database):
        running = start_harness(url, tmp_path, PluginRegistry(()))
        service = SERVICE_NAMES[0]
        assert health(running.channel, service) == health_pb2.HealthCheckResponse.SERVING
        database.stop(5)
        deadline = time.monotonic() + 20
        while health(running.channel, service) == health_pb2.HealthCheckResponse.SERVING:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        alive = health(running.channel, "")
        assert alive == health_pb2.HealthCheckResponse.SERVING, "liveness is not the database's"
        running.stop(drop=False)
