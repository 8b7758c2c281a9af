"""A database of things, and threads to ask on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from loyalty_chassis.storage.connection import connect, disconnect
from pymongo import MongoClient

THREADS = 12


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[MongoClient[dict[str, Any]]]:
    name = f"t{secrets.token_hex(6)}"
    client = connect(database_url.replace("/loyalty_points?", f"/{name}?"))
    yield client
    client.drop_database(name)
    disconnect()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as threads:
        yield threads
