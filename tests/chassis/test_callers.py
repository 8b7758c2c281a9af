"""Who may call: the clients file, its faults, and what a caller is for."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from loyalty_chassis.callers import Caller, ClientDirectory
from loyalty_chassis.errors import CredentialsInvalid, NotGranted
from loyalty_chassis.starting import CannotStart
from structlog.testing import capture_logs


def entry(key: str = "key-1", **parts: Any) -> dict[str, Any]:
    return {
        "client_id": "till-1",
        "key_sha256": hashlib.sha256(key.encode()).hexdigest(),
        "business_id": "retail",
        "store_ids": ["retail-1"],
        "grants": ["purchases"],
        **parts,
    }


def write(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"clients": list(entries)}))
    return path


GRANTS = {"purchases", "accounts"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clients.json"


def test_a_key_finds_its_client(path: Path) -> None:
    directory = ClientDirectory(write(path, entry(), entry("key-2", client_id="till-2")), GRANTS)
    assert directory.caller_of("key-1") == Caller(
        "till-1", "retail", frozenset({"retail-1"}), frozenset({"purchases"})
    )
    assert directory.caller_of("key-2").client_id == "till-2"


def test_one_client_may_have_two_keys_while_they_are_changed(path: Path) -> None:
    directory = ClientDirectory(write(path, entry("old"), entry("new")), GRANTS)
    assert directory.caller_of("old") == directory.caller_of("new")


@pytest.mark.parametrize("key", ["", "key-3", "KEY-1", " key-1", "key-1 ", "é", "a" * 100_000])
def test_another_key_finds_nobody(path: Path, key: str) -> None:
    directory = ClientDirectory(write(path, entry()), GRANTS)
    with pytest.raises(CredentialsInvalid) as caught:
        directory.caller_of(key)
    assert "key-1" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"clients": {}}',
        '{"clients": [{}]}',
        json.dumps({"clients": [], "more": 1}),
        json.dumps({"clients": [entry(client_id="")]}),
        json.dumps({"clients": [entry(client_id="Till 1")]}),
        json.dumps({"clients": [entry(client_id="a|b")]}),
        json.dumps({"clients": [entry(client_id="till\n")]}),
        json.dumps({"clients": [entry(key_sha256="key-1")]}),
        json.dumps({"clients": [entry(key_sha256="A" * 64)]}),
        json.dumps({"clients": [entry(business_id="")]}),
        json.dumps({"clients": [entry(store_ids="retail-1")]}),
        json.dumps({"clients": [entry(grants=[])]}),
        json.dumps({"clients": [entry(grants="purchases")]}),
        json.dumps({"clients": [entry() | {"key": "in the clear"}]}),
        json.dumps({"clients": [entry(), entry(client_id="till-2")]}),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(CannotStart, match=r"clients\.json cannot be used"):
        ClientDirectory(path, GRANTS)


def test_a_file_that_is_not_there_is_refused(path: Path) -> None:
    with pytest.raises(CannotStart, match=r"clients\.json cannot be used"):
        ClientDirectory(path, GRANTS)


def test_a_grant_that_is_not_known_is_logged_with_its_client(path: Path) -> None:
    with capture_logs() as logged:
        directory = ClientDirectory(write(path, entry(grants=["purchase", "accounts"])), GRANTS)
    (warning,) = logged
    assert (warning["log_level"], warning["grants"]) == ("warning", ["purchase"])
    assert warning["client"] == directory.caller_of("key-1").client_id


def _touch(path: Path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))


def test_a_changed_file_is_taken_up_once(path: Path) -> None:
    directory = ClientDirectory(write(path, entry()), GRANTS)
    assert not directory.refresh()
    write(path, entry("key-2"))
    _touch(path, 2_000_000_000)
    assert directory.refresh()
    assert not directory.refresh()
    assert directory.caller_of("key-2").client_id == "till-1"
    with pytest.raises(CredentialsInvalid):
        directory.caller_of("key-1")


def test_a_file_that_turned_bad_leaves_the_clients_and_is_tried_again(path: Path) -> None:
    directory = ClientDirectory(write(path, entry()), GRANTS)
    path.write_text("{")
    _touch(path, 2_000_000_000)
    for _ in range(2):
        with pytest.raises(ValueError, match=r"clients\.json cannot be used: Expecting"):
            directory.refresh()
    assert directory.caller_of("key-1")
    path.unlink()
    with pytest.raises(OSError, match=r"clients\.json"):
        directory.refresh()
    assert directory.caller_of("key-1")
    write(path, entry("key-2"))
    _touch(path, 2_000_000_001)
    assert directory.refresh()


def caller(business_id: str = "retail", *stores: str) -> Caller:
    return Caller("c", business_id, frozenset(stores), frozenset({"purchases"}))


def test_a_caller_needs_the_very_grant() -> None:
    caller().require("purchases")
    for grant in ("", "purchase", "PURCHASES", "members"):
        with pytest.raises(NotGranted):
            caller().require(grant)


@pytest.mark.parametrize(
    ("who", "store", "may"),
    [
        (caller(), ("retail", "retail-1"), True),
        (caller(), ("hotel", "hotel-1"), False),
        (caller("retail", "retail-1"), ("retail", "retail-1"), True),
        (caller("retail", "retail-1"), ("retail", "retail-2"), False),
        (caller("retail", "hotel-1"), ("hotel", "hotel-1"), False),
        (caller("group"), ("hotel", "hotel-1"), True),
        (caller("group", "hotel-1"), ("hotel", "hotel-2"), False),
    ],
)
def test_a_caller_acts_for_its_business_and_stores(
    who: Caller, store: tuple[str, str], may: bool
) -> None:
    if may:
        who.require_store(*store)
    else:
        with pytest.raises(NotGranted):
            who.require_store(*store)


def test_only_a_client_of_the_group_passes_for_the_group() -> None:
    caller("group").require_group()
    with pytest.raises(NotGranted):
        caller("retail").require_group()
    assert caller("group").sees("hotel")
    assert caller().sees("retail")
    assert not caller().sees("hotel")
    assert not caller().sees("")
