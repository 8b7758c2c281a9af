"""The one interceptor: who calls, how long they wait, how failures look, what is logged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import grpc
import pymongo
import structlog
from grpc_status import rpc_status

from loyalty_chassis.callers import Caller, ClientDirectory
from loyalty_chassis.calls import Call, begin_call
from loyalty_chassis.errors import CredentialsInvalid, LoyaltyError, NotGranted
from loyalty_chassis.rpc.status import failure_of, status_of

PUBLIC_PREFIXES = ("/grpc.health.v1.Health/", "/grpc.reflection.v1alpha.ServerReflection/")
LEAST_SECONDS = 0.001
"""Given to the database for a call that is late already: to pymongo, 0 is no limit."""
_BEARER = "Bearer "

logger = structlog.get_logger()


class CallInterceptor(grpc.ServerInterceptor):
    """Wraps every handler of a service. A method without a declared grant is denied."""

    def __init__(self, domain: str, clients: ClientDirectory, grants: Mapping[str, str]) -> None:
        """Serve `clients`; `grants` names the grant that each full method name needs."""
        self._domain = domain
        self._clients = clients
        self._grants = grants

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Return the handler, wrapped unless it is public."""
        handler = continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or method.startswith(PUBLIC_PREFIXES):
            return handler
        metadata = handler_call_details.invocation_metadata
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(method, metadata, handler.unary_stream),
                handler.request_deserializer,
                handler.response_serializer,
            )
        return grpc.unary_unary_rpc_method_handler(
            self._unary(method, metadata, handler.unary_unary),
            handler.request_deserializer,
            handler.response_serializer,
        )

    def _unary(self, method: str, metadata: Any, behavior: Any) -> Any:  # noqa: ANN401
        def serve(request: object, context: grpc.ServicerContext) -> object:
            started = time.perf_counter()
            call: Call | None = None
            try:
                call = self._begin(method, metadata, context)
                with pymongo.timeout(max(call.remaining_seconds, LEAST_SECONDS)):
                    response: object = behavior(request, context)
            except Exception as error:  # noqa: BLE001  # the boundary: everything is mapped here
                failure = failure_of(error, method)
            else:
                _finish(method, call, context, started, "OK")
                return response
            _finish(method, call, context, started, failure.code, failure)
            self._abort(context, failure, call)
            raise AssertionError  # abort never returns

        return serve

    def _streaming(self, method: str, metadata: Any, behavior: Any) -> Any:  # noqa: ANN401
        def serve(request: object, context: grpc.ServicerContext) -> Iterator[object]:
            started = time.perf_counter()
            call: Call | None = None
            try:
                call = self._begin(method, metadata, context)
                yield from behavior(request, context)
            except Exception as error:  # noqa: BLE001  # the boundary: everything is mapped here
                failure = failure_of(error, method)
            else:
                _finish(method, call, context, started, "OK")
                return
            _finish(method, call, context, started, failure.code, failure)
            self._abort(context, failure, call)

        return serve

    def _abort(
        self, context: grpc.ServicerContext, failure: LoyaltyError, call: Call | None
    ) -> None:
        """End the call as failed. `abort_with_status` would drop the mark of a repeat."""
        status = rpc_status.to_status(status_of(failure, self._domain))
        context.set_trailing_metadata((*status.trailing_metadata, *_marks(call)))
        context.abort(status.code, status.details)

    def _begin(self, method: str, metadata: Any, context: grpc.ServicerContext) -> Call:  # noqa: ANN401
        call = Call.within(self._caller(metadata), context.time_remaining())
        grant = self._grants.get(method)
        if grant is None:
            raise NotGranted("nobody is granted this method", {"method": method})
        call.caller.require(grant)
        begin_call(call)
        return call

    def _caller(self, metadata: Any) -> Caller:  # noqa: ANN401
        for key, value in metadata:
            if key == "authorization" and value.startswith(_BEARER):
                return self._clients.caller_of(value[len(_BEARER) :])
        raise CredentialsInvalid("send metadata 'authorization: Bearer <client key>'")


def _marks(call: Call | None) -> tuple[tuple[str, str], ...]:
    return (("replayed", "true"),) if call is not None and call.replayed else ()


def _finish(
    method: str,
    call: Call | None,
    context: grpc.ServicerContext,
    started: float,
    code: str,
    failure: LoyaltyError | None = None,
) -> None:
    """Log the call, and mark a repeated answer in the trailing metadata."""
    if marks := _marks(call):
        context.set_trailing_metadata(marks)
    logger.info(
        "call",
        method=method,
        code=code,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        client=call.caller.client_id if call else None,
        replayed=call.replayed if call else False,
        **({"reason": failure.reason} if failure else {}),
    )
