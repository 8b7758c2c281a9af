"""The whole suite on one machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from loyaltyctl.client import Client

from loyalty_local.errors import LocalError
from loyalty_local.ids import BUSINESSES

from .database import database_process
from .keys import Keys, make_or_load_keys
from .points import NONE, points_service, points_worker
from .processes import ManagedProcess


@dataclass(frozen=True)
class Suite:
    """A running suite and its clients."""

    address: str
    keys: Keys
    operator: Client
    tills: dict[str, Client]
    processes: tuple[ManagedProcess, ...]

    def till(self, business_id: str) -> Client:
        """Return the client of a business's tills."""
        return self.tills[business_id]

    def require_alive(self) -> None:
        """Raise LocalError where a part has ended by itself."""
        for process in self.processes:
            if not process.alive:
                raise LocalError(f"{process.name} has ended; {process.last_words()}")


@contextmanager
def running_suite(
    folder: Path, preferred_port: int = 0, settings: Mapping[str, str] = NONE
) -> Iterator[Suite]:
    """Start database, service and worker with their data in a folder; stop them in the end.

    Settings of the service and the worker are named without their prefix.

    Raises LocalError where one of them does not start.
    """
    keys, logs = make_or_load_keys(folder / "keys"), folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as parts:
        database = database_process(folder / "data", logs / "database.log")
        url, below = parts.enter_context(database)
        service = points_service(url, keys, logs / "points.log", preferred_port, settings)
        address, above = parts.enter_context(service)
        working = points_worker(url, keys, logs / "points-worker.log", settings)
        worker = parts.enter_context(working)
        operator = _client(parts, address, keys.operator)
        tills = {name: _client(parts, address, keys.till(name)) for name in BUSINESSES}
        yield Suite(address, keys, operator, tills, (below, above, worker))


def _client(parts: ExitStack, address: str, key: str) -> Client:
    client = Client(address, key)
    parts.callback(client.close)
    return client
