"""Nonsense in requests about programs: refused by name, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.requests.refusals import check, odd_world
from support.requests.request_fields import Place, places_of
from support.requests.valid_requests import World

METHODS = (
    "CheckProgram",
    "PublishProgram",
    "GetProgram",
    "ListPrograms",
)


@pytest.fixture(scope="module")
def world(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from odd_world(database_url, tmp_path_factory.mktemp("points"))


@pytest.mark.parametrize("place", places_of(METHODS), ids=str)
def test_nonsense_is_refused_by_name_and_changes_nothing(world: World, place: Place) -> None:
    check(world, place)
