"""Refusals of the server, taken apart for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.message import DecodeError
from google.rpc.code_pb2 import Code
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call failed."""

    code: str
    """The gRPC code, such as "FAILED_PRECONDITION"."""
    reason: str
    """The suite's reason, such as "INSUFFICIENT_POINTS"; empty where none came."""
    message: str
    violations: tuple[tuple[str, str], ...] = ()
    """Each field that was refused, and why."""

    def sentence(self, name_field: Callable[[str], str] = str) -> str:
        """Tell the failure in one sentence, with `name_field` naming each field."""
        codes = self.code + (f", {self.reason}" if self.reason else "")
        fields = [f"{name_field(field)}: {why}" for field, why in self.violations]
        return "; ".join([f"{self.message or 'the call failed'} [{codes}]", *fields])


def failure_of(error: grpc.RpcError) -> Failure:
    """Take apart what a call raised."""
    status = _rich_status(error)
    if status is not None:
        return failure_of_status(status)
    code = error.code().name if isinstance(error, grpc.Call) else "UNKNOWN"
    details = (error.details() or "") if isinstance(error, grpc.Call) else str(error)
    if code == "UNAVAILABLE":
        details = f"the service cannot be reached ({details})"
    return Failure(code, "", details)


def failure_of_status(status: Status) -> Failure:
    """Take apart a status with its details."""
    info, bad_request = ErrorInfo(), BadRequest()
    for detail in status.details:
        _ = detail.Unpack(info) or detail.Unpack(bad_request)
    violations = tuple((v.field, v.description) for v in bad_request.field_violations)
    return Failure(Code.Name(status.code), info.reason, status.message, violations)


def _rich_status(error: grpc.RpcError) -> Status | None:
    if not isinstance(error, grpc.Call):
        return None
    try:
        status: Status | None = rpc_status.from_call(error)
    except (ValueError, DecodeError):
        return None
    return status
