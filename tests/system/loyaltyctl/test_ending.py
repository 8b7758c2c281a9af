"""Members merged and closed by the operator's command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]


@pytest.fixture
def pair(command: Command, purchases: Path) -> tuple[str, str]:
    """Two members with purchases."""
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    first, second, *_ = map(name_identity, read_identities(purchases))
    return first, second


def available(command: Command, member: str) -> int:
    words = command("account", member).output.split()
    return int(words[words.index("available") + 1].replace(",", ""))


def test_two_members_become_one_after_a_dry_run_and_a_yes(
    command: Command, pair: tuple[str, str]
) -> None:
    together = sum(available(command, member) for member in pair)
    tried = command("member", "merge", *pair, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "would merge" in tried.output
    assert f"then available  {together:,}" in tried.output
    assert available(command, pair[0]) < together
    refused = command("member", "merge", *pair)
    assert refused.exit_code == 1
    assert available(command, pair[0]) < together, "nobody said yes"
    done = command("member", "merge", *pair, "--yes")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[1:] == tried.output.splitlines()[1:]
    assert [available(command, member) for member in pair] == [together, together]
    assert "\nwas also " in command("member", "get", pair[1]).output
    assert "merged in" in command("statement", pair[0], "--limit", "1").output


def test_a_member_is_closed_after_a_yes(command: Command, pair: tuple[str, str]) -> None:
    member_id = command("member", "get", pair[0]).output.split()[1]
    points = available(command, member_id)
    assert points > 0
    assert command("member", "close", member_id, "asked-for").exit_code == 1
    assert available(command, member_id) == points
    closed = command("member", "close", member_id, "asked-for", "--yes")
    assert closed.exit_code == 0, closed.output
    assert "points written off" in closed.output
    assert available(command, member_id) == 0
    assert "MEMBER_NOT_FOUND" in command("member", "get", pair[0]).output
    assert "\nclosed " in command("member", "get", member_id).output
    again = command("member", "close", member_id, "asked-for", "--yes")
    assert "[FAILED_PRECONDITION, MEMBER_CLOSED]" in again.output
