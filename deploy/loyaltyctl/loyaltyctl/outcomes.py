"""What to say where a call was sent and no answer tells what came of it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import grpc

from .request_ids import is_new_request_id

_UNKNOWN = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.INTERNAL,
    }
)


def how_to_repeat(request: Any, error: grpc.RpcError) -> str:  # noqa: ANN401, any message
    """Return how to repeat a request exactly; empty where that is not called for.

    It is where it may have been done, and its id is one that nobody else knows.
    """
    code = error.code() if isinstance(error, grpc.Call) else None
    request_id = getattr(request, "request_id", "")
    if code not in _UNKNOWN or not is_new_request_id(request_id):
        return ""
    options = f"--request-id {request_id}"
    if "return_time" in request.DESCRIPTOR.fields_by_name:
        at = request.return_time.ToDatetime(UTC)
        options += f" --at {at.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    return f"it may have been done all the same: repeat the command with {options}"
