"""The canonical form: one value, one string of bytes, whoever made it and however."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_chassis.canonical import canonical_bytes, keyed_digest

KEY = bytes(32)
NOON = datetime(2026, 6, 15, 16, 0, 0, 123_000, tzinfo=UTC)


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Outer:
    number: int
    inner: Inner | None = None
    names: tuple[str, ...] = ()


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical_bytes({"b": 1, "a": [1, 2]}) == b'{"a":[1,2],"b":1}'


def test_the_order_of_keys_does_not_matter_and_that_of_items_does() -> None:
    assert canonical_bytes({"a": 1, "b": 2}) == canonical_bytes({"b": 2, "a": 1})
    assert canonical_bytes([1, 2]) != canonical_bytes([2, 1])


def test_text_is_utf8_and_marks_are_escaped() -> None:
    assert canonical_bytes('漢\n"') == '"漢\\n\\""'.encode()


def test_whole_numbers_are_written_in_full() -> None:
    assert canonical_bytes([2**63 - 1, -(2**63), 10**30]) == (
        b"[9223372036854775807,-9223372036854775808," + b"1" + b"0" * 30 + b"]"
    )


def test_an_instant_is_the_same_in_every_zone_and_as_stored() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-5)))
    stored = NOON.replace(tzinfo=None)
    assert canonical_bytes(NOON) == canonical_bytes(elsewhere) == canonical_bytes(stored)
    assert canonical_bytes(NOON) == b"1781539200123000"


def test_instants_before_1970_and_in_the_year_9000_have_a_form() -> None:
    assert canonical_bytes(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == b"-1000000"
    assert canonical_bytes(datetime(9000, 1, 1, tzinfo=UTC)) == b"221845392000000000"


def test_bytes_are_hexadecimal() -> None:
    assert canonical_bytes(b"\x00\xff") == b'"00ff"'


def test_a_dataclass_is_an_object_without_its_defaults() -> None:
    assert canonical_bytes(Outer(1)) == b'{"number":1}'
    assert canonical_bytes(Outer(0)) == b'{"number":0}', "0 is no default here"
    assert canonical_bytes(Outer(1, Inner("a"), ("x",))) == (
        b'{"inner":{"name":"a"},"names":["x"],"number":1}'
    )


def test_a_field_added_later_with_a_default_changes_no_digest() -> None:
    @dataclass(frozen=True)
    class Later:
        number: int
        inner: Inner | None = None
        names: tuple[str, ...] = ()
        added: str = ""

    assert keyed_digest(KEY, Later(1)) == keyed_digest(KEY, Outer(1))
    assert keyed_digest(KEY, Later(1, added="x")) != keyed_digest(KEY, Outer(1))


@pytest.mark.parametrize("value", [{1, 2}, object(), 1j, Outer, frozenset("a"), timedelta(1)])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"a": [value]})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_bytes({"a": value})


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, "1"), (1, True), (0, False), (None, ""), (None, 0), ([], {}), ("a", ["a"]), ("", [])],
)
def test_values_that_differ_have_forms_that_differ(one: object, other: object) -> None:
    assert keyed_digest(KEY, one) != keyed_digest(KEY, other)


def test_a_digest_needs_its_key() -> None:
    assert len(keyed_digest(KEY, 1)) == 32
    assert keyed_digest(KEY, 1) != keyed_digest(bytes([1]) * 32, 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)


@given(json_values, json_values)
def test_equal_forms_mean_equal_values(one: object, other: object) -> None:
    same = canonical_bytes([one]) == canonical_bytes([other])
    assert same == (repr_sorted(one) == repr_sorted(other))


def repr_sorted(value: object) -> str:
    """Return a string that tells types apart and does not depend on the order of keys."""
    if isinstance(value, dict):
        inner = ",".join(f"{key!r}:{repr_sorted(value[key])}" for key in sorted(value))
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{','.join(map(repr_sorted, value))}]"
    return repr(value)
