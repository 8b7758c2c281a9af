"""What a call of grpc raises, made by hand where no server can be made to send it."""

from __future__ import annotations

import grpc


class Refused(grpc.RpcError):
    """What a call raises."""

    def __init__(self, code: grpc.StatusCode) -> None:
        self._code = code

    def code(self) -> grpc.StatusCode:
        return self._code


grpc.Call.register(Refused)
