"""Too much at once, too large, or not gRPC at all: the server says so and goes on serving."""

from __future__ import annotations

import secrets
import socket
from collections import defaultdict
from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from loyalty.points.v1 import audit_service_pb2, program_service_pb2

from support import build
from support.harness import Client, Harness, failure_of

MIB = 1024 * 1024
CALLS = 1000
RECORD = "/loyalty.points.v1.PointsService/RecordPurchase"
SEEN_UNDER_LOAD = {
    grpc.StatusCode.OK,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.UNAVAILABLE,
}


@pytest.fixture(autouse=True)
def _serves_afterwards(operator: Client) -> Iterator[None]:
    """Fail unless somebody new can buy: calls that nobody waits for may still go on."""
    yield
    entry = operator.points.RecordPurchase(build.record(build.enroll(operator))).entry
    assert entry.balance_after.available_points == 1000


def _raw(harness: Harness, path: str) -> Any:
    """Return a call that sends bytes as they are."""
    method: Any = harness.channel.unary_unary
    return method(path)


def _program_of(size: int) -> program_service_pb2.CheckProgramRequest:
    program = build.program({"retail": [("simple", {})]})
    program.businesses[0].display_name = "a" * size
    return program_service_pb2.CheckProgramRequest(program=program)


def test_a_request_over_4_mib_is_refused(operator: Client) -> None:
    failure = failure_of(lambda: operator.programs.CheckProgram(_program_of(4 * MIB)))
    assert failure.code == "RESOURCE_EXHAUSTED"


def test_a_request_just_within_4_mib_is_read_and_answered(operator: Client) -> None:
    failure = failure_of(lambda: operator.programs.CheckProgram(_program_of(4 * MIB - 8192)))
    assert failure.code == "INVALID_ARGUMENT"
    assert "program.businesses[0].display_name" in failure.fields


def test_metadata_over_16_kib_is_refused(harness: Harness, operator: Client) -> None:
    call = _raw(harness, RECORD)
    headers = (("authorization", f"Bearer {operator.key}"), ("x-long", "a" * 20_000))
    with pytest.raises(grpc.RpcError) as refused:
        call(b"", metadata=headers, timeout=10)
    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_message_that_cannot_be_decoded_is_refused(harness: Harness, operator: Client) -> None:
    call = _raw(harness, RECORD)
    headers = (("authorization", f"Bearer {operator.key}"),)
    for garbage in (b"\xff" * 100, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x02\xc3\x28"):
        with pytest.raises(grpc.RpcError) as refused:
            call(garbage, metadata=headers, timeout=10)
        assert refused.value.code() is grpc.StatusCode.INTERNAL


def test_a_method_that_is_not_there_is_refused(harness: Harness, operator: Client) -> None:
    headers = (("authorization", f"Bearer {operator.key}"),)
    for path in ("/loyalty.points.v1.PointsService/MintPoints", "/nobody.Service/Method"):
        call = _raw(harness, path)
        with pytest.raises(grpc.RpcError) as refused:
            call(b"", metadata=headers, timeout=10)
        assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 10_000,
        secrets.token_bytes(64 * 1024),
    ],
    ids=["HTTP/1.1", "TLS", "HTTP/2 and then garbage", "random"],
)
def test_bytes_that_are_not_grpc_end_the_connection(harness: Harness, garbage: bytes) -> None:
    host, port = harness.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        try:
            connection.sendall(garbage)
            while connection.recv(4096):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass


def test_a_connection_that_says_nothing_holds_nobody_up(
    harness: Harness, operator: Client, member_id: str
) -> None:
    host, port = harness.address.split(":")
    silent = [socket.create_connection((host, int(port)), timeout=10) for _ in range(50)]
    assert operator.points.RecordPurchase(build.record(member_id)).entry.earned_points == 1000
    for connection in silent:
        connection.close()


def _channels(address: str, count: int) -> list[grpc.Channel]:
    """Return channels with connections of their own."""
    options = (("grpc.use_local_subchannel_pool", 1),)
    return [grpc.insecure_channel(address, options) for _ in range(count)]


def test_1000_concurrent_calls_leave_nothing_half_done(harness: Harness, operator: Client) -> None:
    members = [build.enroll(operator) for _ in range(16)]
    requests = [build.record(members[number % len(members)]) for number in range(CALLS)]
    channels = _channels(harness.address, 4)
    clients = [Client(channel, operator.key) for channel in channels]
    calls: list[Any] = [
        clients[number % len(clients)].points.RecordPurchase.future(request, timeout=120)
        for number, request in enumerate(requests)
    ]
    codes = [call.code() for call in calls]
    for channel in channels:
        channel.close()

    assert set(codes) <= SEEN_UNDER_LOAD
    assert grpc.StatusCode.OK in codes
    assert grpc.StatusCode.RESOURCE_EXHAUSTED in codes, "the limit on concurrent calls was met"
    written = _entries_by_request(harness)
    for request, call, code in zip(requests, calls, codes, strict=True):
        made = written[request.request_id]
        if code is grpc.StatusCode.OK:
            assert made == [call.result().entry.chain_hash]
        elif code is grpc.StatusCode.RESOURCE_EXHAUSTED:
            assert not made, "refused before it was looked at"
        else:
            assert len(made) <= 1

    refused = requests[codes.index(grpc.StatusCode.RESOURCE_EXHAUSTED)]
    assert operator.points.RecordPurchase(refused).entry.request_id == refused.request_id
    last = list(operator.audits.AuditLedger(audit_service_pb2.AuditLedgerRequest()))[-1]
    assert last.done
    assert not last.HasField("difference"), last.difference


def _entries_by_request(harness: Harness) -> defaultdict[str, list[str]]:
    """Return the hashes of all entries by the request that made them."""
    written: defaultdict[str, list[str]] = defaultdict(list)
    for entry in harness.database["entries"].find({}, {"request_id": 1, "chain_hash": 1}):
        written[entry["request_id"]].append(entry["chain_hash"])
    return written


def test_callers_that_go_away_leave_the_server_serving(
    harness: Harness, operator: Client, member_id: str
) -> None:
    requests = [build.record(member_id) for _ in range(60)]
    with futures.ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(lambda request: _hurried(operator, request), requests))
    assert set(ended) <= {None, "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "UNAVAILABLE"}
    assert "DEADLINE_EXCEEDED" in ended
    written = _entries_by_request(harness)
    for request, code in zip(requests, ended, strict=True):
        made = len(written[request.request_id])
        assert made == 1 if code is None else made <= 1


def _hurried(client: Client, request: Any) -> str | None:
    """Return how a call with next to no time ended, None if well."""
    try:
        client.points.RecordPurchase(request, timeout=0.005)
    except grpc.RpcError as error:
        code: str = error.code().name
        return code
    return None
