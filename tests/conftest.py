"""Fixtures for every test.

Policy: what a user has is real here too. Tests run against the embedded database in a
process of its own and a gRPC server with a real channel; only clocks, and plugins made to
misbehave, are our own. Pure code is tested without either.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loyalty_local.running.database import embedded_database

if TYPE_CHECKING:
    from support.rabbitmq import RabbitMq


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an embedded database that lives as long as the test run."""
    folder: Path = tmp_path_factory.mktemp("database")
    with embedded_database(folder / "data", folder / "database.log") as url:
        yield url


@pytest.fixture(scope="session")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMq]:
    """A RabbitMQ that lives as long as the test run. Who kills it starts it again."""
    from support.rabbitmq import running_rabbitmq

    with running_rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as node:
        yield node
