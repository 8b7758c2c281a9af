"""A service whose members lose a tier at New Year, and are told ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import DocumentOutbox, OutboxDocument
from loyalty_chassis.storage.collections import collection_of

from support.eventful import eventful_harness
from support.harness import Harness

Told = Callable[[str], list[Event]]


@pytest.fixture
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    yield from eventful_harness(database_url, tmp_path_factory.mktemp("notices"))


@pytest.fixture
def told(harness: Harness) -> Told:
    """What a member was told of, in order."""

    def events(member_id: str) -> list[Event]:
        found = collection_of(OutboxDocument).find().sort("unpublished_ms", 1)
        read = [Event.from_json(document["envelope"]) for document in found]
        assert len(read) == sum(len(each.events) for each in DocumentOutbox().read(1_000))
        return [event for event in read if event.data["member_id"] == member_id]

    return events
