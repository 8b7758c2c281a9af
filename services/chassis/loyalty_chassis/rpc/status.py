"""Turns failures into google.rpc.Status, with details."""

from __future__ import annotations

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from pymongo.errors import PyMongoError

from loyalty_chassis.errors import LoyaltyError, StorageUnavailable
from loyalty_chassis.storage.transactions import is_unreachable

VIOLATIONS_MAX = 20
"""Violations told at most: details travel in metadata, which is limited to 16 KiB."""
TEXT_MAX = 300


class InternalError(LoyaltyError):
    """A bug of ours: logged in full, said in none."""


def as_loyalty_error(error: BaseException) -> LoyaltyError:
    """Return the public failure for any exception that a handler raises."""
    if isinstance(error, LoyaltyError):
        return error
    if isinstance(error, PyMongoError) and is_unreachable(error):
        return StorageUnavailable(
            "the database did not answer; send the request again with the same request id"
        )
    return InternalError("internal error; the service's log has the details")


def status_of(error: LoyaltyError, domain: str) -> status_pb2.Status:
    """Return the status of a failure, `domain` being the service's, "loyalty.<service>"."""
    status = status_pb2.Status(
        code=grpc.StatusCode[error.code].value[0], message=error.message[:TEXT_MAX]
    )
    _pack(
        status,
        error_details_pb2.ErrorInfo(
            reason=error.reason,
            domain=domain,
            metadata={key: value[:TEXT_MAX] for key, value in error.metadata.items()},
        ),
    )
    if error.violations:
        _pack(status, _bad_request(error))
    if error.retry_seconds is not None:
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(int(error.retry_seconds * 1000))
        _pack(status, error_details_pb2.RetryInfo(retry_delay=delay))
    return status


def _bad_request(error: LoyaltyError) -> error_details_pb2.BadRequest:
    return error_details_pb2.BadRequest(
        field_violations=[
            error_details_pb2.BadRequest.FieldViolation(
                field=violation.field[:TEXT_MAX], description=violation.description[:TEXT_MAX]
            )
            for violation in error.violations[:VIOLATIONS_MAX]
        ]
    )


def _pack(status: status_pb2.Status, detail: object) -> None:
    packed = any_pb2.Any()
    packed.Pack(detail)  # type: ignore[arg-type]  # every detail is a message
    status.details.append(packed)
