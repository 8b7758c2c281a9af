"""Page tokens: only ours, only for their list, only for three days."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from loyalty_chassis.errors import InvalidField
from loyalty_chassis.page_tokens import TOKEN_SECONDS, PageTokens

KEY = bytes(range(32))
NOW = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)
TOKENS = PageTokens(KEY)


def is_refused(token: str, query: str = "entries|a") -> bool:
    """Tell whether a token is refused for being what it is."""
    try:
        TOKENS.open(query, token)
    except InvalidField as error:
        return [violation.field for violation in error.violations] == ["page_token"]
    return False


@pytest.mark.parametrize("place", [0, 1, 2**63 - 1])
@pytest.mark.parametrize("query", ["", "programs", "entries|a", "a|b|c", "漢"])
def test_a_token_gives_back_its_place(query: str, place: int) -> None:
    assert TOKENS.open(query, TOKENS.make(query, place)) == place


def test_a_token_does_not_tell_what_it_holds() -> None:
    token = TOKENS.make("entries|member-7", 12345)
    raw = base64.urlsafe_b64decode(token)
    assert b"member-7" not in raw
    assert b"12345" not in raw


def test_every_bit_counts() -> None:
    raw = bytearray(base64.urlsafe_b64decode(TOKENS.make("entries|a", 7)))
    for index in range(len(raw)):
        for bit in range(8):
            raw[index] ^= 1 << bit
            assert is_refused(base64.urlsafe_b64encode(bytes(raw)).decode()), (index, bit)
            raw[index] ^= 1 << bit
    assert not is_refused(base64.urlsafe_b64encode(bytes(raw)).decode())


def test_every_character_counts() -> None:
    token = TOKENS.make("entries|a", 7)
    for index, char in enumerate(token):
        for other in ("A" if char != "A" else "B", "=", "!", "\n", "é", ""):
            if other != char:
                assert is_refused(token[:index] + other + token[index + 1 :]), (index, other)
        assert is_refused(token[:index] + "!" + token[index:]), index
        assert is_refused(token[:index]), index


@pytest.mark.parametrize("more", ["=", "A", "AAAA", "\n", " ", "|7"])
def test_nothing_may_be_added(more: str) -> None:
    token = TOKENS.make("entries|a", 7)
    assert is_refused(token + more)
    assert is_refused(more + token)


@pytest.mark.parametrize("query", ["entries|b", "entries|", "entries|a|", "programs", ""])
def test_a_token_is_for_its_own_list(query: str) -> None:
    assert is_refused(TOKENS.make("entries|a", 7), query)


def test_a_token_of_another_key_is_refused() -> None:
    assert is_refused(PageTokens(bytes(32)).make("entries|a", 7))


@pytest.mark.parametrize("token", ["7|entries|a", "x", "é", "\0", "a" * 100_000, "=" * 100])
def test_nonsense_is_refused(token: str) -> None:
    assert is_refused(token)


def test_a_token_is_good_for_three_days() -> None:
    with time_machine.travel(NOW, tick=False):
        token = TOKENS.make("entries|a", 7)
    with time_machine.travel(NOW + timedelta(seconds=TOKEN_SECONDS), tick=False):
        assert TOKENS.open("entries|a", token) == 7
    with time_machine.travel(NOW + timedelta(seconds=TOKEN_SECONDS + 1), tick=False):
        assert is_refused(token)


def test_a_token_of_the_future_is_refused() -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        token = TOKENS.make("entries|a", 7)
    with time_machine.travel(NOW, tick=False):
        assert is_refused(token)
