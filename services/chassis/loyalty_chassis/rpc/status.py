"""Turns failures into google.rpc.Status, with details."""

from __future__ import annotations

import grpc
import structlog
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from pymongo.errors import PyMongoError

from loyalty_chassis.errors import LimitReached, LoyaltyError, StorageUnavailable
from loyalty_chassis.storage.retrying import is_unreachable

logger = structlog.get_logger()

VIOLATIONS_MAX = 20
VIOLATIONS_BYTES_MAX = 3000
"""What is told of violations at most. Details travel in metadata, of which clients take
8 KiB, and the wire makes four bytes of three."""
TEXT_BYTES_MAX = 300


class InternalError(LoyaltyError):
    """A bug of ours: logged in full, said in none."""


def failure_of(error: Exception, method: str) -> LoyaltyError:
    """Return the public failure for whatever a handler raised; log it if it is a bug of ours."""
    if isinstance(error, LoyaltyError):
        return error
    if isinstance(error, PyMongoError) and is_unreachable(error):
        return StorageUnavailable(
            "the database did not answer; send the request again with the same request id"
        )
    logger.error("internal error", method=method, exc_info=error)
    return InternalError("internal error; the service's log has the details")


def status_of(error: LoyaltyError, domain: str) -> status_pb2.Status:
    """Return the status of a failure, `domain` being the service's, "loyalty.<service>"."""
    status = status_pb2.Status(
        code=grpc.StatusCode[error.code].value[0], message=_cut(error.message)
    )
    _pack(
        status,
        error_details_pb2.ErrorInfo(
            reason=error.reason,
            domain=domain,
            metadata={key: _cut(value) for key, value in error.metadata.items()},
        ),
    )
    if error.violations:
        _pack(status, _bad_request(error))
    if error.reason == LimitReached.reason:  # a remembered one too, which is of another class
        _pack(status, _quota_failure(error))
    if error.retry_seconds is not None:
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(int(error.retry_seconds * 1000))
        _pack(status, error_details_pb2.RetryInfo(retry_delay=delay))
    return status


def _bad_request(error: LoyaltyError) -> error_details_pb2.BadRequest:
    told = error_details_pb2.BadRequest()
    for violation in error.violations[:VIOLATIONS_MAX]:
        told.field_violations.add(
            field=_cut(violation.field), description=_cut(violation.description)
        )
        if told.ByteSize() > VIOLATIONS_BYTES_MAX:
            del told.field_violations[-1]
            break
    return told


def _quota_failure(error: LoyaltyError) -> error_details_pb2.QuotaFailure:
    """Return which limit was reached, and when time frees it, of those that it frees."""
    told = error_details_pb2.QuotaFailure()
    free_time = error.metadata.get("free_time")
    until = f"; free again at {free_time}" if free_time else ""
    told.violations.add(
        subject=_cut(error.metadata.get("limit", "")),
        description=_cut(error.message + until),
    )
    return told


def _cut(text: str) -> str:
    """Return as much of a text as is told, counted in bytes."""
    return text.encode(errors="replace")[:TEXT_BYTES_MAX].decode(errors="ignore")


def _pack(status: status_pb2.Status, detail: object) -> None:
    packed = any_pb2.Any()
    packed.Pack(detail)  # type: ignore[arg-type]  # every detail is a message
    status.details.append(packed)
