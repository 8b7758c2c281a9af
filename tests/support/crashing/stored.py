"""What no rpc makes or tells, written and read in the database of a suite that is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo

_urls: list[str] = []


def use_database(url: str) -> None:
    """Let collections be of that database from now on."""
    _urls[:] = [url]


@contextmanager
def stored_collection(name: str) -> Iterator[Any]:
    """Return a collection of the database in use."""
    with pymongo.MongoClient[dict[str, Any]](_urls[0]) as client:
        yield client.get_default_database()[name]
