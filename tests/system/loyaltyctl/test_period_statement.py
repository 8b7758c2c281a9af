"""`loyaltyctl statement --from --to`: a period between two balances that tie out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]
LONG_AGO = "2020-01-01T00:00:00Z"
ADJUST = ("--funder", "group", "--reason", "goodwill", "--operator", "ann")


@dataclass(frozen=True)
class Told:
    """What a period's statement says, read from its text."""

    opening: int
    closing: int
    by_kind: dict[str, tuple[int, int]]
    """Entries and points moved, of each kind."""
    lines: list[tuple[int, int]]
    """Points moved and balance, of each entry shown."""
    text: str


@pytest.fixture
def halves(command: Command, purchases: Path) -> tuple[str, str, str]:
    """A member who bought and spent, then was given points; the moment between, and one after."""
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    member = name_identity(next(iter(read_identities(purchases))))
    between = next_second()
    assert command("points", "adjust", member, "250", *ADJUST).exit_code == 0
    assert command("points", "adjust", member, "-80", *ADJUST).exit_code == 0
    return member, between, next_second()


def next_second() -> str:
    """Wait until a whole second that nothing was recorded in; moments are typed to the second."""
    time.sleep(1.1)
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def number(text: str) -> int:
    return int(text.replace(",", ""))


def period(command: Command, member: str, start: str, end: str, *more: str) -> Told:
    result = command("statement", member, "--from", start, "--to", end, *more)
    assert result.exit_code == 0, result.output
    text: str = result.output
    rows = re.findall(r"│ ([a-z ]+?) +│ +([\d,]+) │.*│ +([-+\d,]*) +│", text)
    lines = re.findall(r"([-+][\d,]+)  to a balance of (-?[\d,]+)", text)
    ends = [
        re.search(rf"^{name} balance (-?[\d,]+)$", text, re.MULTILINE)
        for name in ("opening", "closing")
    ]
    opening, closing = (number(each[1]) for each in ends if each is not None)
    return Told(
        opening,
        closing,
        {kind: (number(count), number(moved or "0")) for kind, count, moved in rows},
        [(number(moved), number(balance)) for moved, balance in lines],
        text,
    )


def holds(command: Command, member: str, moment: str) -> int:
    """Return what was in the member's lots then, less debt, as the view of that moment says."""
    text = command("statement", member, "--as-of", moment).output
    names = ("available", "pending", "held", "due to expire", "debt")
    *points, debt = (number(re.search(rf"([\d,]+) {name}", text)[1]) for name in names)  # type: ignore[index]
    return sum(points) - debt


def test_a_period_ties_out_by_kind_by_entry_and_with_what_the_account_was(
    command: Command, halves: tuple[str, str, str]
) -> None:
    member, between, end = halves
    first = period(command, member, LONG_AGO, between)
    second = period(command, member, between, end)
    whole = period(command, member, LONG_AGO, end)
    assert first.opening == 0
    assert first.closing == second.opening == holds(command, member, between) > 0
    assert second.closing == whole.closing == holds(command, member, end)
    for told in (first, second, whole):
        assert told.opening + sum(moved for _, moved in told.by_kind.values()) == told.closing
        assert len(told.lines) == sum(count for count, _ in told.by_kind.values())
        balance = told.opening
        for moved, after in told.lines:
            balance += moved
            assert after == balance
        assert balance == told.closing
    assert first.by_kind["purchase"][0] == 10
    assert second.by_kind == {"adjustment": (2, 170)}
    assert [moved for moved, _ in second.lines] == [250, -80]
    assert whole.lines == first.lines + second.lines
    assert "reason goodwill" in second.text
    assert re.search(r"purchase +│ +10 │ +\+[\d,]+ │ +-[\d,]+ │", first.text), "earned and spent"


def test_a_long_period_shows_the_first_entries_and_counts_the_rest(
    command: Command, halves: tuple[str, str, str]
) -> None:
    member, _, end = halves
    whole = period(command, member, LONG_AGO, end)
    short = period(command, member, LONG_AGO, end, "--limit", "4")
    assert short.lines == whole.lines[:4]
    assert f"... and {len(whole.lines) - 4} entries more" in short.text
    assert (short.opening, short.closing) == (whole.opening, whole.closing)
    nothing = period(command, member, end, "2099-01-01T00:00:00Z")
    assert nothing.opening == nothing.closing == whole.closing
    assert "Nothing happened." in nothing.text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--as-of", LONG_AGO, "--from", LONG_AGO, "--to", "2021-01-01T00:00:00Z"),
            "--as-of is one moment, --from and --to are a period: give one or the other",
        ),
        (("--as-of", LONG_AGO, "--to", LONG_AGO), "give one or the other"),
        (("--from", LONG_AGO), "a period needs both --from and --to"),
        (("--to", LONG_AGO), "a period needs both --from and --to"),
        (("--from", LONG_AGO, "--to", LONG_AGO), "--to must be later than --from"),
    ],
)
def test_options_that_do_not_go_together_are_refused_in_words(
    command: Command, options: tuple[str, ...], told: str
) -> None:
    refused = command("statement", "card:CJ-000012", *options)
    assert refused.exit_code == 2
    assert told in " ".join(refused.output.replace("│", " ").split())
