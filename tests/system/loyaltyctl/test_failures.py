"""Refusals of the server in one sentence."""

from __future__ import annotations

from google.protobuf.any_pb2 import Any
from google.rpc import code_pb2, error_details_pb2, status_pb2
from loyaltyctl.failures import Failure, failure_of_status


def packed(message: object) -> Any:
    detail = Any()
    detail.Pack(message)  # type: ignore[arg-type]
    return detail


def test_a_status_is_told_with_its_code_reason_and_fields() -> None:
    violation = error_details_pb2.BadRequest.FieldViolation(field="a.b", description="is empty")
    status = status_pb2.Status(
        code=code_pb2.INVALID_ARGUMENT,
        message="one field is wrong",
        details=[
            packed(error_details_pb2.RetryInfo()),
            packed(error_details_pb2.BadRequest(field_violations=[violation])),
            packed(error_details_pb2.ErrorInfo(reason="INVALID_FIELD")),
        ],
    )
    failure = failure_of_status(status)
    assert failure == Failure(
        "INVALID_ARGUMENT", "INVALID_FIELD", "one field is wrong", (("a.b", "is empty"),)
    )
    assert failure.sentence() == "a.b: is empty [INVALID_ARGUMENT, INVALID_FIELD]"
    assert failure.lines(str.upper) == "A.B: is empty\n[INVALID_ARGUMENT, INVALID_FIELD]"


def test_every_refused_field_is_told_once_on_a_line_of_its_own() -> None:
    violations = (("a", "is empty"), ("b", "is long"), ("a", "is empty"))
    failure = Failure("INVALID_ARGUMENT", "", "a: is empty (and 2 more)", violations)
    assert failure.lines() == "a: is empty\nb: is long\n[INVALID_ARGUMENT]"


def test_a_status_without_details_is_told_with_its_code() -> None:
    failure = failure_of_status(status_pb2.Status(code=code_pb2.INTERNAL))
    assert failure.sentence() == failure.lines() == "the call failed [INTERNAL]"
