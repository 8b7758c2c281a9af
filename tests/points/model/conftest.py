"""The service that histories are run on, and under which programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import grpc
import pytest

from support import build
from support.all_operations.histories import Histories
from support.all_operations.programs import ERAS, told_program
from support.harness import Harness, registry_of, start_harness
from support.plugins import told_rules

PATIENT = (
    "grpc.service_config",
    json.dumps(
        {
            "methodConfig": [
                {
                    "name": [{}],
                    "retryPolicy": {
                        "maxAttempts": 4,
                        "initialBackoff": "1s",
                        "maxBackoff": "4s",
                        "backoffMultiplier": 2,
                        "retryableStatusCodes": ["UNAVAILABLE"],
                    },
                }
            ]
        }
    ),
)
"""Sends again, as clients are to, what a machine that stood still for seconds did not answer."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that wants a program under each of its class's."""
    if "era" in metafunc.fixturenames:
        assert metafunc.cls is not None
        assert issubclass(metafunc.cls, Histories)
        chosen = [era for era in ERAS if era.name in metafunc.cls.programs]
        metafunc.parametrize("era", chosen, ids=lambda era: era.name)


@pytest.fixture(scope="module")
def told(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose plugin gives what a purchase tells it to."""
    registry = registry_of({"told": told_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("model"), registry)
    for era in ERAS:
        build.publish(running.client(), told_program(era))
    running.channel.close()
    running.channel = grpc.insecure_channel(running.address, [PATIENT])
    yield running
    running.stop()


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """Return how often each operation was run under any program."""
    return Counter()
