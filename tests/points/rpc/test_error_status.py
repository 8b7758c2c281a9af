"""Failures as callers see them: codes, reasons, and details that fit into the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

import grpc
import loyalty_points.domain.errors
import pytest
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from loyalty.points.v1 import purchase_pb2
from loyalty_chassis.errors import (
    Conflict,
    InvalidField,
    LoyaltyError,
    NotFound,
    Refused,
    RememberedRefusal,
    StorageUnavailable,
    TooManyStreams,
    Violation,
)
from loyalty_chassis.rpc.status import InternalError, failure_of, status_of
from pymongo.errors import (
    AutoReconnect,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from support import build
from support import harness as harness_module
from support.harness import Client

DOMAIN = "loyalty.points"
STATUS_BYTES_MAX = 8 * 1024
REASON = re.compile(r"[A-Z][A-Z0-9_]+[A-Z0-9]")
"""AIP-193, with at most 63 characters."""
METADATA_KEY = re.compile(r"[a-z][a-zA-Z0-9-_]+")
WITHOUT_REASON_OF_THEIR_OWN = {InternalError, RememberedRefusal}
assert loyalty_points.domain.errors


def _every(root: type[LoyaltyError] = LoyaltyError) -> Iterator[type[LoyaltyError]]:
    yield root
    for child in root.__subclasses__():
        yield from _every(child)


EVERY = sorted(
    {each for each in _every() if each.__module__.startswith("loyalty_")},
    key=lambda each: each.__name__,
)


def made(kind: type[LoyaltyError]) -> LoyaltyError:
    if issubclass(kind, RememberedRefusal):
        return kind("INSUFFICIENT_POINTS", "there are 3", {"available": 3})
    return kind("it went wrong", {"what": 1})


def detail(status: status_pb2.Status, kind: type[error_details_pb2.ErrorInfo]) -> object:
    """Return the one detail of that kind."""
    found = [each for each in status.details if each.Is(kind.DESCRIPTOR)]
    assert len(found) == 1, f"there must be one {kind.__name__}"
    message = kind()
    found[0].Unpack(message)
    return message


def test_services_have_errors_beside_the_chassis() -> None:
    assert {each.__module__ for each in EVERY} >= {
        "loyalty_chassis.errors",
        "loyalty_points.domain.errors",
    }


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_has_a_public_code_and_reason(kind: type[LoyaltyError]) -> None:
    assert kind.code in grpc.StatusCode.__members__
    assert kind.code != "OK"
    assert REASON.fullmatch(kind.reason)
    assert len(kind.reason) <= 63
    assert kind.__doc__


def test_no_two_errors_share_a_reason() -> None:
    reasons = [each.reason for each in EVERY if each not in WITHOUT_REASON_OF_THEIR_OWN]
    assert sorted(set(reasons)) == sorted(reasons)


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_becomes_a_status_with_one_error_info(kind: type[LoyaltyError]) -> None:
    error = made(kind)
    status = status_of(error, DOMAIN)
    assert status.code == grpc.StatusCode[kind.code].value[0]
    assert status.message == error.message
    info = detail(status, error_details_pb2.ErrorInfo)
    assert isinstance(info, error_details_pb2.ErrorInfo)
    assert (info.reason, info.domain) == (error.reason, DOMAIN)
    assert dict(info.metadata) == error.metadata
    assert all(METADATA_KEY.fullmatch(key) for key in info.metadata)


def test_a_remembered_refusal_keeps_the_words_of_the_first() -> None:
    status = status_of(made(RememberedRefusal), DOMAIN)
    info = detail(status, error_details_pb2.ErrorInfo)
    assert info == error_details_pb2.ErrorInfo(
        reason="INSUFFICIENT_POINTS", domain=DOMAIN, metadata={"available": "3"}
    )


@pytest.mark.parametrize("kind", EVERY)
def test_only_what_a_retry_helps_says_when(kind: type[LoyaltyError]) -> None:
    status = status_of(made(kind), DOMAIN)
    told = [each.Is(error_details_pb2.RetryInfo.DESCRIPTOR) for each in status.details]
    assert any(told) == issubclass(kind, (Conflict, StorageUnavailable, TooManyStreams))


@pytest.mark.parametrize("text", ["a", "é", "漢", "🎁", "\x00", "\ud800"], ids=ascii)
def test_500_violations_of_long_text_fit_into_the_metadata(text: str) -> None:
    long = text * 10_000
    error = InvalidField.of([Violation(long, long) for _ in range(500)])
    status = status_of(error, DOMAIN)
    assert len(_on_the_wire(status)) <= STATUS_BYTES_MAX
    bad = error_details_pb2.BadRequest()
    packed: any_pb2.Any = status.details[1]
    assert packed.Unpack(bad)
    assert bad.field_violations, "what fits is told"


def _on_the_wire(status: status_pb2.Status) -> str:
    """Return the status as headers: the details in Base64, the message percent-encoded."""
    import base64
    from urllib.parse import quote

    return base64.b64encode(status.SerializeToString()).decode() + quote(status.message)


def test_20_short_violations_are_all_told() -> None:
    names = [f"purchase.lines[{index}].quantity_milli" for index in range(500)]
    error = InvalidField.of([Violation(name, "must be between 0 and 9") for name in names])
    bad = error_details_pb2.BadRequest()
    packed: any_pb2.Any = status_of(error, DOMAIN).details[1]
    assert packed.Unpack(bad)
    assert [violation.field for violation in bad.field_violations] == names[:20]
    assert error.message.endswith("(and 499 more)")


def test_long_messages_and_metadata_are_cut() -> None:
    status = status_of(NotFound("漢" * 5_000, {"name": "漢" * 5_000}), DOMAIN)
    assert len(_on_the_wire(status)) <= STATUS_BYTES_MAX
    assert set(status.message) == {"漢"}, "no character is cut in half"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("the password is hunter2"),
        KeyError("hunter2"),
        AssertionError("hunter2"),
        OperationFailure("hunter2", 8000),
        RecursionError("hunter2"),
    ],
)
def test_a_bug_is_told_without_its_text(error: Exception) -> None:
    failure = failure_of(error, "Method")
    status = status_of(failure, DOMAIN)
    assert status.code == grpc.StatusCode.INTERNAL.value[0]
    assert b"hunter2" not in status.SerializeToString()
    assert type(error).__name__.encode() not in status.SerializeToString()


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("10.0.0.7:27017 closed"),
        NetworkTimeout("10.0.0.7:27017 timed out"),
        ServerSelectionTimeoutError("10.0.0.7:27017"),
    ],
)
def test_a_database_that_is_away_is_unavailable_and_worth_a_retry(error: PyMongoError) -> None:
    failure = failure_of(error, "Method")
    assert isinstance(failure, StorageUnavailable)
    assert b"10.0.0.7" not in status_of(failure, DOMAIN).SerializeToString()


def test_an_error_of_ours_passes_as_it_is() -> None:
    error = Refused("no")
    assert failure_of(error, "Method") is error


def test_a_long_list_of_faults_reaches_the_caller(operator: Client, member_id: str) -> None:
    bought = purchase_pb2.Purchase(attributes={f"{n}{'漢' * 5_000}": "漢" for n in range(20)})
    failure = harness_module.failure_of(
        lambda: operator.points.RecordPurchase(build.record(member_id, bought))
    )
    assert (failure.code, failure.reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
    assert "purchase.business_id" in failure.fields
