"""Fixtures for every test.

Policy: what a user has is real here too. Tests run against the embedded database in a
process of its own and a gRPC server with a real channel; only clocks, and plugins made to
misbehave, are our own. Pure code is tested without either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loyalty_local.running.database import embedded_database

if TYPE_CHECKING:
    from support.rabbitmq import RabbitMq


TOLD = "told"
LONGEST = "model"
"""The folder of the proofs that take longest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest proofs: who is done with one first does the rest."""
    items.sort(key=lambda item: item.path.parent.name != LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests have counted: `make prove` is run for these figures too."""
    reports = [
        report for name in ("passed", "failed") for report in terminalreporter.getreports(name)
    ]
    told = [value for report in reports for name, value in report.user_properties if name == TOLD]
    if told:
        terminalreporter.section("counted")
        for each in told:
            terminalreporter.write_line(str(each))


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return what notes a figure to be shown when the run ends."""
    return lambda figure: record_property(TOLD, figure)


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
