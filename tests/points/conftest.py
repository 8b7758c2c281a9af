"""A running points service for each test module, with simple rules at every business."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support import build
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules

BUSINESSES = ("hotel", "dining", "retail", "fuel")


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service whose businesses give a point a cent."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("points"), registry_of({"simple": simple_rules})
    )
    simple: build.Plugins = {business: [("simple", {})] for business in BUSINESSES}
    build.publish(running.client(), build.program(simple))
    yield running
    running.stop()


@pytest.fixture
def operator(harness: Harness) -> Client:
    """A client that may do everything."""
    return harness.client()


@pytest.fixture
def member_id(operator: Client) -> str:
    """A member enrolled for this test."""
    return build.enroll(operator)
