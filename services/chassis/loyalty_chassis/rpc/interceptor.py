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
from loyalty_chassis.rpc.status import InternalError, as_loyalty_error, status_of

PUBLIC_PREFIXES = ("/grpc.health.v1.Health/", "/grpc.reflection.v1alpha.ServerReflection/")
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
                with pymongo.timeout(call.remaining_seconds):
                    response: object = behavior(request, context)
            except Exception as error:  # noqa: BLE001  # the boundary: everything is mapped here
                failure = self._failed(error, method)
            else:
                _finish(method, call, context, started, "OK")
                return response
            _finish(method, call, context, started, failure.code, failure)
            context.abort_with_status(rpc_status.to_status(status_of(failure, self._domain)))
            raise AssertionError  # abort_with_status never returns

        return serve

    def _streaming(self, method: str, metadata: Any, behavior: Any) -> Any:  # noqa: ANN401
        def serve(request: object, context: grpc.ServicerContext) -> Iterator[object]:
            started = time.perf_counter()
            call: Call | None = None
            try:
                call = self._begin(method, metadata, context)
                yield from behavior(request, context)
            except Exception as error:  # noqa: BLE001  # the boundary: everything is mapped here
                failure = self._failed(error, method)
            else:
                _finish(method, call, context, started, "OK")
                return
            _finish(method, call, context, started, failure.code, failure)
            context.abort_with_status(rpc_status.to_status(status_of(failure, self._domain)))

        return serve

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

    def _failed(self, error: Exception, method: str) -> LoyaltyError:
        failure = as_loyalty_error(error)
        if isinstance(failure, InternalError):
            logger.error("internal error", method=method, exc_info=error)
        return failure


def _finish(
    method: str,
    call: Call | None,
    context: grpc.ServicerContext,
    started: float,
    code: str,
    failure: LoyaltyError | None = None,
) -> None:
    """Log the call, and mark a repeated answer in the trailing metadata."""
    if call is not None and call.replayed:
        context.set_trailing_metadata((("replayed", "true"),))
    logger.info(
        "call",
        method=method,
        code=code,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        client=call.caller.client_id if call else None,
        replayed=call.replayed if call else False,
        **({"reason": failure.reason} if failure else {}),
    )
