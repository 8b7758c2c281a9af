"""Checks of what callers send."""

from __future__ import annotations

import re

import pytest
from loyalty_chassis.errors import InvalidField
from loyalty_chassis.validation import Fields


def wrong_paths(fields: Fields) -> list[str]:
    """Return the paths that were found wrong."""
    try:
        fields.finish()
    except InvalidField as error:
        return [violation.field for violation in error.violations]
    return []


def test_every_violation_is_told_in_order_and_the_first_by_name() -> None:
    fields = Fields()
    fields.wrong("a", "must be set")
    fields.wrong("b", "must be short")
    assert fields.violation_count == 2
    with pytest.raises(InvalidField) as caught:
        fields.finish()
    assert caught.value.message == "a: must be set (and 1 more)"
    assert caught.value.metadata == {"field": "a"}
    assert [violation.field for violation in caught.value.violations] == ["a", "b"]


def test_nothing_wrong_raises_nothing() -> None:
    fields = Fields()
    assert fields.request_id("a-1_B") == "a-1_B"
    assert fields.text("Straße 7, 東京 🎁", "name", 100)
    assert fields.whole(0, "count") == 0
    assert fields.count([1], "list", 1, 1)
    fields.unlike([("a", "1"), ("b", "2")])
    fields.finish()


@pytest.mark.parametrize("value", ["a" * 65, "a b", "a\n", "", "é", "a\0", "a/b"])
def test_a_request_id_is_64_plain_characters(value: str) -> None:
    fields = Fields()
    fields.request_id(value)
    assert wrong_paths(fields) == ["request_id"]


def test_a_pattern_must_match_the_whole_value() -> None:
    fields = Fields()
    fields.matches("abc\n", "code", re.compile(r"[a-z]+"), "letters")
    assert wrong_paths(fields) == ["code"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "\u3000",
        "a" * 101,
        "a\nb",
        "a\x7f",
        "a\x85b",
        "a\u200bb",
        "a\u202eb",
        "a\u2066b",
        "\ufeffa",
        "a\u2028b",
        "a\u2029b",
        "a\ue000",
        "a\u0378",
        "a\ud800",
        "e\u0301",
    ],
    ids=ascii,
)
def test_text_for_people_holds_nothing_that_people_cannot_see(value: str) -> None:
    fields = Fields()
    fields.text(value, "name", 100)
    assert wrong_paths(fields) == ["name"]


@pytest.mark.parametrize("value", [-1, 11, 2**63 - 1, -(2**63)])
def test_a_number_out_of_its_bounds_is_wrong(value: int) -> None:
    fields = Fields()
    fields.whole(value, "count", 0, 10)
    assert wrong_paths(fields) == ["count"]


@pytest.mark.parametrize("value", [0, 10])
def test_both_bounds_are_allowed(value: int) -> None:
    fields = Fields()
    fields.whole(value, "count", 0, 10)
    assert wrong_paths(fields) == []


@pytest.mark.parametrize("size", [0, 3])
def test_too_few_and_too_many_are_told(size: int) -> None:
    fields = Fields()
    assert not fields.count(range(size), "list", 1, 2)
    assert wrong_paths(fields) == ["list"]


def test_the_second_of_two_alike_is_named() -> None:
    fields = Fields()
    fields.unlike([("a[0]", "x"), ("a[1]", "y"), ("a[2]", "x"), ("a[3]", "x")])
    assert wrong_paths(fields) == ["a[2]", "a[3]"]
