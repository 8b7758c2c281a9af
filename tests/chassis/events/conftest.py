"""A database with what consumers keep in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from loyalty_chassis.events.outbox import OutboxDocument
from loyalty_chassis.events.relay_documents import RelayDocument
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.indexes import create_indexes
from loyalty_chassis.storage.transactions import UnitOfWork

from support.clocks import ManualClock
from support.events.eventing import MODELS


@pytest.fixture(scope="module")
def unit_of_work(database_url: str) -> Iterator[UnitOfWork]:
    name = f"t{secrets.token_hex(6)}"
    client = connect(database_url.replace("/loyalty_points?", f"/{name}?"))
    create_indexes((*MODELS, OutboxDocument, RelayDocument))
    yield UnitOfWork(client)
    client.drop_database(name)
    disconnect()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
