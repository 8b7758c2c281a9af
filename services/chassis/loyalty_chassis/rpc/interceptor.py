"""The one interceptor: who calls, how long they wait, how failures look, what is logged."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from threading import BoundedSemaphore
from typing import Any

import grpc
import pymongo
import structlog
from grpc_status import rpc_status

from loyalty_chassis.callers import Caller, ClientDirectory
from loyalty_chassis.calls import Call, begin_call
from loyalty_chassis.errors import CredentialsInvalid, NotGranted, TooManyStreams
from loyalty_chassis.instants import utc_text
from loyalty_chassis.logs import log_later
from loyalty_chassis.rpc.status import failure_of, status_of

PUBLIC_PREFIXES = ("/grpc.health.v1.Health/", "/grpc.reflection.v1alpha.ServerReflection/")
LEAST_SECONDS = 0.001
"""Given to the database for a call that is late already: to pymongo, 0 is no limit."""
_BEARER = "Bearer "
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
REPLAYED = (("replayed", "true"),)

logger = structlog.get_logger()


class CallInterceptor(grpc.ServerInterceptor):
    """Wraps every handler of a service. A method without a declared grant is denied."""

    def __init__(
        self, domain: str, clients: ClientDirectory, grants: Mapping[str, str], streams_max: int
    ) -> None:
        """Serve `clients`; `grants` names the grant that each full method name needs.

        A stream keeps its thread until the last message is taken, however slowly, so only
        `streams_max` are served at once: the other threads are left for calls that are short.
        """
        self._domain = domain
        self._clients = clients
        self._grants = grants
        self._streams = BoundedSemaphore(streams_max)
        self._wrapped: dict[str, grpc.RpcMethodHandler[Any, Any]] = {}

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Return the handler, wrapped unless it is public; made once for each method."""
        method = handler_call_details.method
        wrapped = self._wrapped.get(method)
        if wrapped is None:
            handler = continuation(handler_call_details)
            if handler is None:
                return None
            wrapped = self._wrapped[method] = self._wrap(method, handler)
        return wrapped

    def _wrap(
        self, method: str, handler: grpc.RpcMethodHandler[Any, Any]
    ) -> grpc.RpcMethodHandler[Any, Any]:
        if method.startswith(PUBLIC_PREFIXES):
            return handler
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(method, handler.unary_stream),
                handler.request_deserializer,
                handler.response_serializer,
            )
        return grpc.unary_unary_rpc_method_handler(
            self._unary(method, handler.unary_unary),
            handler.request_deserializer,
            handler.response_serializer,
        )

    def _unary(self, method: str, behavior: Any) -> Any:  # noqa: ANN401
        def serve(request: object, context: grpc.ServicerContext) -> object:
            served = _Served(method, request)
            try:
                served.call = self._begin(method, context)
                with pymongo.timeout(max(served.call.remaining_seconds, LEAST_SECONDS)):
                    response: object = behavior(request, context)
            except Exception as error:  # the boundary: everything is mapped here
                self._fail(served, context, error)
                raise AssertionError from error  # _fail never returns
            served.end(context)
            return response

        return serve

    def _streaming(self, method: str, behavior: Any) -> Any:  # noqa: ANN401
        def serve(request: object, context: grpc.ServicerContext) -> Iterator[object]:
            served = _Served(method, request)
            try:
                served.call = self._begin(method, context)
                with self._one_of_the_streams():
                    yield from behavior(request, context)
            except Exception as error:  # noqa: BLE001  # the boundary: everything is mapped here
                self._fail(served, context, error)
            served.end(context)

        return serve

    @contextmanager
    def _one_of_the_streams(self) -> Iterator[None]:
        """Run the block unless too many run already. Raises TooManyStreams."""
        if not self._streams.acquire(blocking=False):
            raise TooManyStreams("too many long answers are being streamed")
        try:
            yield
        finally:
            self._streams.release()

    def _fail(self, served: _Served, context: grpc.ServicerContext, error: Exception) -> None:
        """End the call as failed. `abort_with_status` would drop the mark of a repeat."""
        failure = failure_of(error, served.method)
        served.log(failure.code, reason=failure.reason, detail=failure.message)
        status = rpc_status.to_status(status_of(failure, self._domain))
        context.set_trailing_metadata((*status.trailing_metadata, *served.marks))
        context.abort(status.code, status.details)

    def _begin(self, method: str, context: grpc.ServicerContext) -> Call:
        metadata = context.invocation_metadata()
        caller = self._caller(metadata)
        call = Call.within(caller, context.time_remaining(), context.is_active)
        grant = self._grants.get(method)
        if grant is None:
            raise NotGranted("nobody is granted this method", {"method": method})
        call.caller.require(grant)
        call.traceparent = _traceparent_of(metadata)
        begin_call(call)
        return call

    def _caller(self, metadata: Any) -> Caller:  # noqa: ANN401
        for key, value in metadata:
            if key == "authorization" and value.startswith(_BEARER):
                return self._clients.caller_of(value[len(_BEARER) :])
        raise CredentialsInvalid("send metadata 'authorization: Bearer <client key>'")


def _traceparent_of(metadata: Any) -> str:  # noqa: ANN401
    """Return the trace context that came along; empty for none, or one that is not as W3C says."""
    for key, value in metadata:
        if key == "traceparent" and _TRACEPARENT.fullmatch(value):
            return str(value)
    return ""


class _Served:
    """One call while it is served: for its log line and its marks."""

    def __init__(self, method: str, request: object) -> None:
        self.method = method
        self.call: Call | None = None
        self._request_id: str = getattr(request, "request_id", "")
        self._started = time.perf_counter()

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """What the trailing metadata says of a repeated answer."""
        return REPLAYED if self.call is not None and self.call.replayed else ()

    def end(self, context: grpc.ServicerContext) -> None:
        """Log the call as answered, and mark the answer."""
        if self.marks:
            context.set_trailing_metadata(self.marks)
        self.log("OK")

    def log(self, code: str, **more: str) -> None:
        """Log the call, one line."""
        seconds = time.perf_counter() - self._started
        log_later(partial(self._log, code, seconds, time.time(), more))

    def _log(self, code: str, seconds: float, ended: float, more: Mapping[str, str]) -> None:
        logger.info(
            "call",
            method=self.method,
            request_id=self._request_id,
            code=code,
            milliseconds=round(seconds * 1000, 1),
            client=self.call.caller.client_id if self.call else "",
            replayed=bool(self.marks),
            timestamp=utc_text(datetime.fromtimestamp(ended, UTC)),
            **more,
        )
