"""Claim codes: typed as people type, and mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.purchases.claim_codes import (
    LENGTH,
    SECRET_BYTES,
    code_of,
    read_code,
    shown,
)

SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
ZERO, ONE = bytes(10), (1).to_bytes(10)


def test_a_code_has_sixteen_characters_of_five_bits_and_a_check() -> None:
    assert LENGTH * 5 == 80
    assert code_of(ZERO) == "0" * 17
    assert code_of(ONE) == "0" * 15 + "11"
    assert code_of((2**80 - 1).to_bytes(10)) == "Z" * 16 + "~"
    assert (2**80 - 1) % 37 == 33, "the second of *~$=U, which come after the 32"


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert shown(code_of(ONE)) == "0000-0000-0000-0001-1"


@given(SECRETS)
def test_what_is_shown_is_read_however_it_is_typed(secret: bytes) -> None:
    code = code_of(secret)
    typed = shown(code)
    for each in (typed, typed.lower(), code, f"-{typed}--"):
        assert read_code(each) == code
    misread = typed.replace("0", "O").replace("1", "l")
    assert read_code(misread) == code
    assert read_code(typed.replace("1", "i").replace("0", "o")) == code


@given(SECRETS, st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(secret: bytes, place: int, wrong: str) -> None:
    code = code_of(secret)
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert (read_code(mistyped) is None) == (mistyped != code)


@given(SECRETS, st.integers(0, 14))
def test_two_neighbours_that_changed_places_are_noticed(secret: bytes, place: int) -> None:
    code = code_of(secret)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (read_code(swapped) is None) == (swapped != code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "0" * 16,
        "0" * 18,
        " " + "0" * 17,
        "0" * 17 + "\n",
        "U" + "0" * 16,
        "\u0660" * 17,
        "0" * 16 + "\u017f",
    ],
    ids=repr,
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert read_code(text) is None
