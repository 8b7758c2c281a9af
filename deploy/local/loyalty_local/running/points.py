"""The points service: its database made ready, its processes started, awaited and stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from loyalty_local.errors import LocalError

from .cpus import one_cpu
from .keys import Keys
from .ports import LOOPBACK, free_port
from .processes import ManagedProcess, last_lines

PREFIX = "LOYALTY_POINTS_"
PASSED_ON = ("WEBHOOK_", "BROKER_", "SETTLE_SECONDS", "LOG_LEVEL")
"""How the settings begin that a trial run takes from whoever starts it."""
LOG_LEVEL = "LOG_LEVEL"
TELLING_LEVELS = ("DEBUG", "INFO")
"""The levels at which a worker's log tells that it works."""
COMMAND = (sys.executable, "-m", "loyalty_points")
MIGRATE_SECONDS = 120.0
START_SECONDS = 60.0
SETTLE_SECONDS = 10.0
STOP_SECONDS = 30.0
PROBE_SECONDS = 1.0
SERVING = health_pb2.HealthCheckResponse.SERVING
WORKING = b'"event": "working"'
NONE: Mapping[str, str] = {}
NOT_WORKING = "did not begin to work"
NOT_SERVING = "cannot use its database or run the program: it was not SERVING"


def settings_passed_on(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the settings in an environment that a trial run takes over, without prefix."""
    names = {name.removeprefix(PREFIX): name for name in environment if name.startswith(PREFIX)}
    return {
        short: environment[name] for short, name in names.items() if short.startswith(PASSED_ON)
    }


@contextmanager
def points_service(
    database_url: str,
    keys: Keys,
    log: Path,
    preferred_port: int,
    settings: Mapping[str, str] = NONE,
) -> Iterator[tuple[str, ManagedProcess]]:
    """Make the database ready, run the server and give its address and process; stop it then.

    Further settings are named without their prefix.
    Raises LocalError where either fails.
    """
    address = f"{LOOPBACK}:{free_port(preferred_port)}"
    own = {"LISTEN": address, "REFLECTION": "true"}
    environment = _environment(database_url, keys, {**one_cpu(), **settings, **own})
    _migrate(log, environment)
    process = ManagedProcess("the points service", [*COMMAND, "serve"], log, environment)
    try:
        process.wait_until(lambda: _health(address) is not None, START_SECONDS)
        process.wait_until(lambda: _health(address) == SERVING, SETTLE_SECONDS, NOT_SERVING)
        yield address, process
    finally:
        process.stop(STOP_SECONDS)


@contextmanager
def points_worker(
    database_url: str, keys: Keys, log: Path, settings: Mapping[str, str] = NONE
) -> Iterator[ManagedProcess]:
    """Run a worker on a database that was made ready; stop it in the end.

    Raises LocalError where it does not start.
    """
    log.touch()
    told_before = log.stat().st_size
    told = {
        name: value
        for name, value in settings.items()
        if name != LOG_LEVEL or value in TELLING_LEVELS
    }
    environment = _environment(database_url, keys, told)
    process = ManagedProcess("the points worker", [*COMMAND, "work"], log, environment)
    try:
        process.wait_until(
            lambda: WORKING in log.read_bytes()[told_before:], START_SECONDS, NOT_WORKING
        )
        yield process
    finally:
        process.stop(STOP_SECONDS)


def _environment(database_url: str, keys: Keys, more: Mapping[str, str]) -> Mapping[str, str]:
    """Pass on our environment, but none of the service's settings that happen to be in it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    settings = {
        "DATABASE_URL": database_url,
        "CLIENTS_FILE": str(keys.clients_file.resolve()),
        **{f"{name.upper()}_KEY": key for name, key in keys.service.items()},
        **more,
    }
    return inherited | {PREFIX + name: value for name, value in settings.items()}


def _migrate(log: Path, environment: Mapping[str, str]) -> None:
    with log.open("ab") as output:
        ended = subprocess.run(  # noqa: S603, our own program
            [*COMMAND, "migrate"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            timeout=MIGRATE_SECONDS,
            check=False,
        )
    if ended.returncode:
        raise LocalError(f"the database could not be made ready; {last_lines(log)}")


def _health(address: str) -> int | None:
    """Return the state of health that the service tells; None where it does not answer."""
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=PROBE_SECONDS)
        except grpc.RpcError:
            return None
        return int(answer.status)
