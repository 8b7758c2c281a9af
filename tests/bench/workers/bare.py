"""A gRPC server that finds one account and does nothing else, in a process of its own.

No interceptor, no log, no conversion: what grpcio and pymongo alone take.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

from . import raw

THREADS = 8
"""As many as the service has."""

_state: dict[str, Any] = {"answered": []}


def start(database_url: str, method: str, member_id: str, answer: bytes) -> None:
    """Serve one method, with bytes made beforehand."""
    accounts = raw._connect(database_url).get_default_database()["accounts"]

    def find(_request: bytes, _context: grpc.ServicerContext) -> bytes:
        if accounts.find_one({"_id": member_id}) is None:
            raise LookupError(member_id)
        _state["answered"].append(member_id)
        return answer

    _, service, name = method.split("/")
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        name: grpc.unary_unary_rpc_method_handler(find)
    }
    server = grpc.server(ThreadPoolExecutor(THREADS))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, handlers)])
    _state["address"] = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    _state["server"] = server


def address() -> str:
    """Return where it listens."""
    return str(_state["address"])


def answered() -> int:
    """Return how many calls it answered since this was asked last."""
    count = len(_state["answered"])
    _state["answered"].clear()
    return count
