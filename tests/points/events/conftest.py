"""A service to which everything has happened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.events.eventful import Story, eventful_harness, everything, unpublished
from support.harness import Harness


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    yield from eventful_harness(database_url, tmp_path_factory.mktemp("events"))


@pytest.fixture(scope="module")
def story(harness: Harness) -> Story:
    return Story(everything(harness), unpublished())
