"""Real processes for the tests that cross them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support import build
from support.killable import Suite, killable_suite

RETAIL = {
    "default_rate": {"points": 1, "per_amount_minor": 1},
    "burn": {"points": 1, "amount_minor": 1},
}


@pytest.fixture(scope="session")
def killable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """Database and service to be killed and paused, with retail's own rules."""
    with killable_suite(tmp_path_factory.mktemp("suite")) as running:
        build.publish(running.operator(), build.program({"retail": [("retail", RETAIL)]}))
        yield running
