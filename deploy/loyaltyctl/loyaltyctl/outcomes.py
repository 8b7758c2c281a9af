"""What to say where a call was sent and no answer tells what came of it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import grpc

from .failures import failure_of
from .request_ids import is_random_request_id

_UNKNOWN = frozenset(
    {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "UNKNOWN", "INTERNAL", "RESOURCE_EXHAUSTED"}
)
"""Codes that tell nothing of the outcome where no reason comes with them."""


def is_unknown(error: grpc.RpcError) -> bool:
    """Tell whether what was asked may have been done all the same."""
    failure = failure_of(error)
    return failure.code in _UNKNOWN and failure.reason in {"", "STORAGE_UNAVAILABLE"}


def how_to_repeat(request: Any) -> str:  # noqa: ANN401, any message
    """Return how to repeat a request exactly; empty where its id follows from what it says."""
    request_id = getattr(request, "request_id", "")
    if not is_random_request_id(request_id):
        return ""
    options = f"--request-id {request_id}"
    if "return_time" in request.DESCRIPTOR.fields_by_name:
        at = request.return_time.ToDatetime(UTC)
        options += f" --at {at.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    return f"it may have been done all the same: repeat the command with {options}"
