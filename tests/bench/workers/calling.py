"""Calls the service over gRPC, in a process of its own. Requests are made beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import grpc
from bench import sample
from loyalty.points.v1 import points_service_pb2

from support import build

from .driving import Load, drive

SERVICE = "/loyalty.points.v1.PointsService/"
TIMEOUT_SECONDS = 30.0

_state: dict[str, Any] = {}


def start(address: str, key: str) -> None:
    """Connect this process."""
    _state["channel"] = grpc.insecure_channel(address)
    _state["metadata"] = (("authorization", f"Bearer {key}"),)


def record_purchases(members: Sequence[Sequence[str]], count: int) -> Load:
    """Record `count` purchases for each caller, taking turns between its members."""
    method = _state["channel"].unary_unary(f"{SERVICE}RecordPurchase")
    now = datetime.now(UTC)
    return drive(
        [
            [
                _call(method, sample.earn_and_burn(own[number % len(own)], now))
                for number in range(count)
            ]
            for own in members
        ]
    )


def get_account(member_id: str, callers: int, count: int) -> Load:
    """Ask for one account `count` times, by all callers together."""
    method = _state["channel"].unary_unary(f"{SERVICE}GetAccount")
    request = points_service_pb2.GetAccountRequest(member=build.key(member_id))
    return drive([[_call(method, request)] * (count // callers) for _ in range(callers)])


def _call(method: Any, request: Any) -> Callable[[], None]:
    return partial(
        method, request.SerializeToString(), timeout=TIMEOUT_SECONDS, metadata=_state["metadata"]
    )
