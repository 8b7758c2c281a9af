"""A gRPC server: health, limits, reflection where wanted, and a graceful stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from concurrent import futures
from dataclasses import dataclass

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from loyalty_chassis.rpc.interceptor import CallInterceptor
from loyalty_chassis.settings import ServiceSettings
from loyalty_chassis.starting import CannotStart

MESSAGE_BYTES_MAX = 4 * 1024 * 1024
PROBE_SECONDS = 2.0

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Background:
    """Something a server does every two seconds, such as reading its program again."""

    name: str
    run: Callable[[], object]
    decides_health: bool = False
    """Whether the server is unhealthy while this fails."""


class Server:
    """Serves servicers until it is told to stop."""

    def __init__(
        self,
        settings: ServiceSettings,
        interceptor: CallInterceptor,
        service_names: Sequence[str],
        background: Sequence[Background],
    ) -> None:
        """Build the server; add servicers to `grpc_server` before `start`."""
        self._settings = settings
        self._names = service_names
        self._background = background
        self._stopping = threading.Event()
        self._health = health.HealthServicer()
        self.grpc_server = grpc.server(
            futures.ThreadPoolExecutor(settings.threads, thread_name_prefix="call"),
            interceptors=[interceptor],
            maximum_concurrent_rpcs=settings.concurrent_calls_max,
            options=[
                ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
                ("grpc.so_reuseport", 0),
            ],
        )
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self.grpc_server)
        if settings.reflection:
            reflection.enable_server_reflection(
                (*service_names, reflection.SERVICE_NAME), self.grpc_server
            )

    def start(self) -> int:
        """Listen and serve; return the port. Raises CannotStart if it is taken."""
        try:
            port = self.grpc_server.add_insecure_port(self._settings.listen)
        except RuntimeError as error:
            raise CannotStart(f"cannot listen at {self._settings.listen}: {error}") from error
        self.grpc_server.start()
        self._tick()
        threading.Thread(target=self._tick_for_ever, name="background", daemon=True).start()
        logger.info("serving", listen=self._settings.listen, port=port)
        return port

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then finish the calls being served."""
        self.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        self._stopping.wait()
        self.stop()

    def stop(self) -> None:
        """Turn unhealthy, refuse new calls, wait for those being served."""
        self._stopping.set()
        self._health.enter_graceful_shutdown()
        self.grpc_server.stop(self._settings.stop_seconds).wait()
        logger.info("stopped")

    def _tick_for_ever(self) -> None:
        while not self._stopping.wait(PROBE_SECONDS):
            self._tick()

    def _tick(self) -> None:
        healthy = True
        for task in self._background:
            try:
                task.run()
            except Exception:
                logger.exception("background task failed", task=task.name)
                healthy = healthy and not task.decides_health
        state = health_pb2.HealthCheckResponse
        for name in self._names:
            self._health.set(name, state.SERVING if healthy else state.NOT_SERVING)
