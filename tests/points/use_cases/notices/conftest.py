"""A service whose members lose a tier at New Year, and are told ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_points.use_cases.notices.tell_of_expiry import tell_of_expiry
from loyalty_points.use_cases.notices.tell_of_risk import tell_of_risk

from support.events.eventful import AT_ONCE_MAX, eventful_harness
from support.harness import Harness

Told = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    yield from eventful_harness(database_url, tmp_path_factory.mktemp("notices"))


@pytest.fixture(autouse=True)
def nobody_left_to_tell(harness: Harness) -> None:
    while tell_of_expiry(harness.parts, 100) or tell_of_risk(harness.parts, 100):
        pass


def _told(member_id: str) -> list[Event]:
    read = [event for record in DocumentOutbox().read(AT_ONCE_MAX) for event in record.events]
    return [event for event in read if event.data["member_id"] == member_id]


@pytest.fixture
def told() -> Told:
    """What a member was told of, in order."""
    return _told
