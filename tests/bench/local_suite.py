"""The suite under test: database and service as processes of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import grpc
from bench import sample
from bench.machine import cpu_seconds_of
from loyalty_local.running.cpus import keep_database_to_one, run_on
from loyalty_local.running.database import database_process
from loyalty_local.running.keys import Keys, make_or_load_keys
from loyalty_local.running.points import points_service

from support import build
from support.harness import Client


@dataclass(frozen=True)
class LocalSuite:
    """What the measures need of it."""

    database_url: str
    address: str
    keys: Keys
    client: Client
    points_pid: int
    database_pid: int
    points_log: Path

    def cpu_seconds(self) -> float:
        """Return the CPU time that the service's process has taken."""
        return cpu_seconds_of(self.points_pid)

    @property
    def service_cpu(self) -> int:
        """The one that the service keeps to."""
        return min(os.sched_getaffinity(self.points_pid))

    @contextmanager
    def database_on_one_cpu(self) -> Iterator[None]:
        """Keep the database to one CPU in the block, as `make demo` does."""
        keep_database_to_one(self.database_pid)
        try:
            yield
        finally:
            run_on(self.database_pid, os.sched_getaffinity(0))

    def members(self, count: int, lots: int) -> list[str]:
        """Return so many new members, each with so many open lots."""
        now = datetime.now(UTC)
        made = [sample.enroll(self.client, now) for _ in range(count)]
        for member_id in made:
            sample.open_lots(self.client, member_id, now, lots)
        return made


@contextmanager
def started(folder: Path) -> Iterator[LocalSuite]:
    """Start database and service with the sample's program; stop them in the end.

    The database runs as it comes, with its threads on every CPU.
    """
    keys, logs = make_or_load_keys(folder / "keys"), folder / "logs"
    logs.mkdir()
    with (
        database_process(folder / "data", logs / "database.log", on_one_cpu=False) as (
            url,
            database,
        ),
        points_service(url, keys, logs / "points.log", 0) as (address, process),
        grpc.insecure_channel(address) as channel,
    ):
        client = Client(channel, keys.operator)
        build.publish(client, sample.program(datetime.now(UTC)))
        yield LocalSuite(
            url,
            address,
            keys,
            client,
            points_pid=process.pid,
            database_pid=database.pid,
            points_log=logs / "points.log",
        )
