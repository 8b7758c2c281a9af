"""A suite of real processes that tests kill, pause and start again in the same place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
import pymongo
from grpc_health.v1 import health_pb2, health_pb2_grpc
from loyalty_local.running.keys import Keys, make_or_load_keys
from loyalty_local.running.ports import LOOPBACK, free_port
from pymongo.errors import PyMongoError

from support.harness import Client

START_SECONDS = 60.0
POLL_SECONDS = 0.05
RECONNECT = [
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 500),
]


class Killable:
    """A program that can be killed and started again with the same arguments."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._command, self._environment, self._log = command, dict(environment), log
        self._process = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as output:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it at once: SIGKILL."""
        self._process.kill()
        self._process.wait()

    def terminate(self) -> int:
        """Ask it to end: SIGTERM; return the code that it ended with."""
        self._process.terminate()
        return self.wait()

    def wait(self) -> int:
        """Wait until it has ended; return its code."""
        return self._process.wait(START_SECONDS)

    def start_again(self) -> None:
        self._process = self._spawn()

    def ended(self) -> bool:
        return self._process.poll() is not None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop it where it is, and let it go on."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


@dataclass(frozen=True)
class Suite:
    """Database and service, with a channel to the service."""

    database: Killable
    service: Killable
    address: str
    channel: grpc.Channel
    keys: Keys
    environment: dict[str, str]
    """The service's, with its settings."""

    def operator(self) -> Client:
        return Client(self.channel, self.keys.operator, self.keys.supervisor)

    def answers(self) -> bool:
        """Tell whether the service answers, healthy or not."""
        stub = health_pb2_grpc.HealthStub(self.channel)
        try:
            stub.Check(health_pb2.HealthCheckRequest(), timeout=1)
        except grpc.RpcError:
            return False
        return True

    def database_answers(self) -> bool:
        """Tell whether the database answers, which the service may not have noticed yet."""
        return _answers(self.environment["LOYALTY_POINTS_DATABASE_URL"])

    def serves(self, seconds: float = 1.0) -> bool:
        """Tell whether the service answers within `seconds` that it is healthy."""
        stub = health_pb2_grpc.HealthStub(self.channel)
        request = health_pb2.HealthCheckRequest(service="loyalty.points.v1.PointsService")
        try:
            answer = stub.Check(request, timeout=seconds)
        except grpc.RpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"{what} in {seconds:g} s"
        time.sleep(POLL_SECONDS)


@contextmanager
def killable_suite(
    folder: Path, program: Sequence[str] = ("-m", "loyalty_points"), **more: str
) -> Iterator[Suite]:
    """Start a database and a service with their data in `folder`; kill both in the end.

    `program` is what Python runs as the service, `more` goes into its environment.
    """
    keys = make_or_load_keys(folder / "keys")
    address = f"{LOOPBACK}:{free_port()}"
    database, url = _database(folder)
    service = None
    try:
        wait_until(lambda: _answers(url), "the database answers")
        environment = _environment(url, address, keys) | more
        command = [sys.executable, *program]
        subprocess.run([*command, "migrate"], env=environment, check=True, timeout=START_SECONDS)
        service = Killable([*command, "serve"], environment, folder / "points.log")
        with grpc.insecure_channel(address, RECONNECT) as channel:
            suite = Suite(database, service, address, channel, keys, environment)
            wait_until(suite.serves, "the service serves")
            yield suite
    finally:
        if service:
            service.kill()
        database.kill()


@contextmanager
def killable_database(folder: Path) -> Iterator[tuple[Killable, str]]:
    """Start a database with its data in `folder`; return it and its address; kill it in the end."""
    database, url = _database(folder)
    try:
        wait_until(lambda: _answers(url), "the database answers")
        yield database, url
    finally:
        database.kill()


def _database(folder: Path) -> tuple[Killable, str]:
    port = free_port()
    program = str(Path(sys.executable).parent / "secantusd-py")
    place = ["--host", LOOPBACK, "--port", str(port), "--storage-path", str(folder / "data")]
    (folder / "data").mkdir()
    command = [program, "--sync-on-commit", "--log-level", "WARNING", *place]
    database = Killable(command, os.environ, folder / "database.log")
    options = "directConnection=true&retryWrites=false"
    return database, f"mongodb://{LOOPBACK}:{port}/loyalty_points?{options}"


def _answers(url: str) -> bool:
    with pymongo.MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=300) as client:
        try:
            client.admin.command("ping")
        except PyMongoError:
            return False
        return True


def _environment(url: str, address: str, keys: Keys) -> dict[str, str]:
    settings = {
        "DATABASE_URL": url,
        "LISTEN": address,
        "CLIENTS_FILE": str(keys.clients_file),
        **{f"{name.upper()}_KEY": key for name, key in keys.service.items()},
    }
    return {**os.environ, **{f"LOYALTY_POINTS_{name}": value for name, value in settings.items()}}
