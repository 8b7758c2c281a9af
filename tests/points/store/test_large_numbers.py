"""Numbers beyond 32 bits are read back as plain ones: the driver gives a type of its own."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from loyalty_points.store import reading

from support import build
from support.asking import account_of
from support.harness import Client

LARGE = 3_000_000_000


def odd_numbers(value: Any) -> list[Any]:
    """Return every number within a value that is an int by inheritance only."""
    if isinstance(value, int) and not isinstance(value, bool):
        return [] if type(value) is int else [value]
    if isinstance(value, dict):
        return [each for item in value.values() for each in odd_numbers(item)]
    if isinstance(value, (list, tuple)):
        return [each for item in value for each in odd_numbers(item)]
    if is_dataclass(value):
        return [each for part in fields(value) for each in odd_numbers(getattr(value, part.name))]
    return []


def test_large_numbers_are_read_as_plain_ones(operator: Client, member_id: str) -> None:
    for _ in range(3):  # a purchase gives 10^9 at most
        bought = build.purchase(build.line(LARGE))
        operator.points.RecordPurchase(build.record(member_id, bought))
    assert account_of(operator, member_id).balance.available_points == LARGE
    member, account = reading.read_member(member_id), reading.read_account(member_id)
    assert member.visits["retail"].net_amount_minor == 3 * LARGE
    assert odd_numbers(member) == []
    assert odd_numbers(account) == []
