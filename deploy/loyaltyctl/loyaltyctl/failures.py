"""Refusals of the server, taken apart for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What else the server said of it, by name."""

    def sentence(self) -> str:
        """Tell the failure on one line."""
        return f"{'; '.join(self._causes(str))} {self._codes()}"

    def lines(self, name_field: Callable[[str], str] = str) -> str:
        """Tell each refused field on a line of its own, named by `name_field`, then the codes.

        One line where no field was refused.
        """
        separator = "\n" if self.violations else " "
        return separator.join([*self._causes(name_field), self._codes()])

    def _causes(self, name_field: Callable[[str], str]) -> list[str]:
        """Return what was wrong, each once; the message only repeats the refused fields."""
        if not self.violations:
            return [self.message or "the call failed"]
        return list(dict.fromkeys(f"{name_field(path)}: {why}" for path, why in self.violations))

    def _codes(self) -> str:
        return f"[{self.code}, {self.reason}]" if self.reason else f"[{self.code}]"


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
    code, metadata = Code.Name(status.code), dict(info.metadata)
    return Failure(code, info.reason, status.message, violations, metadata)


def _rich_status(error: grpc.RpcError) -> Status | None:
    if not isinstance(error, grpc.Call):
        return None
    try:
        status: Status | None = rpc_status.from_call(error)
    except (ValueError, DecodeError):
        return None
    return status
