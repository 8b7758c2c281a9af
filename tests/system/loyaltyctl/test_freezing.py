"""Members and stores, frozen and let go by the operator's command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]


def test_a_member_is_frozen_and_let_go(
    command: Command, shown_at_last: Callable[..., str], purchases: Path
) -> None:
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    member = name_identity(next(read_identities(purchases)))
    shown_at_last("member", "get", member)
    frozen = command("member", "freeze", member, "fraud-suspected", "--operator", "alice")
    assert frozen.exit_code == 0, frozen.output
    assert "frozen             fraud-suspected" in frozen.output
    assert command("member", "get", member).output == frozen.output
    told = command("statement", member, "--limit", "1").output
    assert "member frozen" in told
    assert "reason fraud-suspected" in told
    assert "    by alice\n" in told
    again = command("replay", str(purchases))
    assert again.exit_code == 0, "what was recorded is answered as it was"
    assert "frozen" not in command("member", "unfreeze", member).output
    assert "frozen" not in command("member", "get", member).output


def test_a_store_is_frozen_listed_and_let_go(command: Command) -> None:
    frozen = command("store", "freeze", "dining", "2", "till-stolen")
    assert frozen.exit_code == 0, frozen.output
    assert "dining store 2 is frozen since " in frozen.output
    assert "till-stolen" in command("store", "frozen").output
    assert command("store", "unfreeze", "dining", "2").output == "dining store 2 is not frozen.\n"
    assert command("store", "frozen").output == "No store is frozen.\n"


def test_the_same_request_is_done_once(command: Command) -> None:
    freeze = ("store", "freeze", "dining", "2", "till-stolen", "--request-id", "freeze-once")
    assert command(*freeze).exit_code == 0
    assert command("store", "unfreeze", "dining", "2").exit_code == 0
    assert command(*freeze).exit_code == 0
    assert command("store", "frozen").output == "No store is frozen.\n"


def test_a_store_that_does_not_exist_is_told(command: Command) -> None:
    result = command("store", "freeze", "dining", "nowhere", "till-stolen")
    assert result.exit_code == 1
    assert "[NOT_FOUND, STORE_NOT_FOUND]" in result.output
