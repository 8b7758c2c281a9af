"""What operators rely on: health, reflection, a graceful stop, a log line for each call."""

from __future__ import annotations

import json

import grpc
import pytest
from grpc_health.v1 import health_pb2
from loyalty_points.rpc.grants import SERVICE_NAMES

from support import build
from support.harness import Client, Harness, failure_of
from support.services.standard_services import health, service_names


@pytest.mark.parametrize("service", ["", *SERVICE_NAMES])
def test_every_service_is_healthy_without_a_key(harness: Harness, service: str) -> None:
    assert health(harness.channel, service) == health_pb2.HealthCheckResponse.SERVING


def test_reflection_is_off_unless_asked_for(harness: Harness) -> None:
    with pytest.raises(grpc.RpcError) as error:
        service_names(harness.channel)
    assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_each_call_leaves_one_log_line_that_names_its_request(
    operator: Client, member_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    request = build.record(member_id, burn=10**9)
    failure_of(lambda: operator.points.RecordPurchase(request))
    lines = [line for line in capsys.readouterr().out.splitlines() if request.request_id in line]
    assert len(lines) == 1
    assert "INSUFFICIENT_POINTS" in lines[0]
    assert json.dumps(operator.key) not in lines[0]
