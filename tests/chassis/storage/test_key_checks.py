"""A database goes on with the keys that it was made with, and with no others."""

from __future__ import annotations

import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.key_checks import (
    KeyCheckDocument,
    WrongKey,
    keep_key_checks,
    require_keys,
)

KEYS = {"A_KEY": bytes(32), "B_KEY": bytes(range(32))}


@pytest.fixture(autouse=True)
def nothing_noted(database: object) -> None:
    assert database
    collection_of(KeyCheckDocument).delete_many({})


def test_keys_are_noted_once_and_demanded() -> None:
    with pytest.raises(WrongKey, match="run `migrate` first: it notes A_KEY, B_KEY"):
        require_keys(KEYS)
    keep_key_checks(KEYS)
    keep_key_checks(KEYS)
    require_keys(KEYS)


@pytest.mark.parametrize("demand", [keep_key_checks, require_keys])
@pytest.mark.parametrize("name", KEYS)
def test_another_key_is_named_and_changes_nothing(demand: object, name: str) -> None:
    keep_key_checks(KEYS)
    assert callable(demand)
    with pytest.raises(WrongKey, match=f"made with another {name}:"):
        demand(KEYS | {name: bytes(31) + b"\x01"})
    require_keys(KEYS)


def test_a_key_that_is_new_to_the_suite_is_noted_by_the_next_migrate() -> None:
    keep_key_checks({"A_KEY": KEYS["A_KEY"]})
    with pytest.raises(WrongKey, match="it notes B_KEY"):
        require_keys(KEYS)
    keep_key_checks(KEYS)
    require_keys(KEYS)


def test_what_is_noted_is_no_key() -> None:
    keep_key_checks(KEYS)
    noted = [each["check_hex"] for each in collection_of(KeyCheckDocument).find()]
    assert len(set(noted)) == len(KEYS)
    assert not set(noted) & {key.hex() for key in KEYS.values()}
