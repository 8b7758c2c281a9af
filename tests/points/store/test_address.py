"""Options in the database's address cannot lower what the service promises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loyalty_chassis.starting import CannotStart
from loyalty_chassis.storage.connection import connect, disconnect
from pymongo import ReadPreference, WriteConcern
from pymongo.read_concern import ReadConcern

ADDRESS = "mongodb://127.0.0.1:1/points?directConnection=true"
"""Nothing listens there: options are settled before anything is sent."""


@pytest.fixture(autouse=True)
def _disconnected() -> Iterator[None]:
    yield
    disconnect()


@pytest.mark.parametrize(
    "option",
    [
        "w=0",
        "w=1",
        "journal=false",
        "w=1&journal=false",
        "readConcernLevel=local",
        "readConcernLevel=available",
        "w=majority&journal=true&readConcernLevel=majority&readPreference=primary",
    ],
)
def test_an_address_does_not_weaken_reads_or_writes(option: str) -> None:
    client = connect(f"{ADDRESS}&{option}")
    assert client.write_concern == WriteConcern(w="majority", j=True)
    assert client.read_concern == ReadConcern("majority")
    assert client.read_preference == ReadPreference.PRIMARY


@pytest.mark.parametrize(
    "option",
    [
        "wtimeoutMS=5",
        "readPreference=secondary",
        "readPreference=secondaryPreferred",
        "readPreference=nearest",
    ],
)
def test_an_address_that_would_is_refused(option: str) -> None:
    with pytest.raises(CannotStart, match="must not lower"):
        connect(f"{ADDRESS}&{option}")


def test_an_address_without_a_database_is_refused() -> None:
    with pytest.raises(CannotStart, match="database"):
        connect("mongodb://127.0.0.1:1/?directConnection=true")
