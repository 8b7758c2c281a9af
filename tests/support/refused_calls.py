"""What a call of grpc raises, made by hand where no server can be made to send it."""

from __future__ import annotations

from typing import Any

import grpc
from google.rpc.status_pb2 import Status

DETAILS = "grpc-status-details-bin"


class Refused(grpc.RpcError):
    """What a call raises."""

    def __init__(self, code: grpc.StatusCode, status: Status | None = None) -> None:
        self._code = code
        self._status = status

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return self._status.message if self._status else ""

    def trailing_metadata(self) -> Any:
        return ((DETAILS, self._status.SerializeToString()),) if self._status else ()


grpc.Call.register(Refused)
