"""Law 6: no float, and nothing beyond 64 bits, gets past the gate before a write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from bson.int64 import Int64
from hypothesis import given
from hypothesis import strategies as st
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import require_storable
from loyalty_chassis.storage.writes import Insert, Update
from loyalty_points.store.documents import AccountDocument

from support.commands import COMMANDS
from support.harness import Harness


class Text(str):
    """Text of a type of its own."""

    __slots__ = ()


class Pair(NamedTuple):
    """A tuple of a type of its own."""

    first: dict[str, object]
    second: int = 0


UNSTORABLE = [
    1.0,
    -0.0,
    float("nan"),
    float("inf"),
    Decimal(1),
    Fraction(1, 2),
    2**63,
    -(2**63) - 1,
    Int64(2**63),
    Int64(-(2**63) - 1),
    {1, 2},
    object(),
]
LEAVES = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.text(), st.booleans(), st.none(), st.datetimes()
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("wrong", UNSTORABLE, ids=lambda wrong: repr(wrong).split(" at ")[0])
@pytest.mark.parametrize("depth", range(4))
def test_what_cannot_be_stored_is_refused_at_any_depth(wrong: object, depth: int) -> None:
    value: object = wrong
    for level in range(depth):
        value = {"inner": value} if level % 2 else [0, value]
    with pytest.raises((TypeError, ValueError)):
        require_storable({"document": value})


@pytest.mark.parametrize("wrong", UNSTORABLE, ids=lambda wrong: repr(wrong).split(" at ")[0])
@pytest.mark.parametrize("container", [MappingProxyType, OrderedDict, Pair])
def test_it_is_refused_in_kin_of_what_is_stored(
    wrong: object, container: Callable[[dict[str, object]], object]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        require_storable({"document": [1, container({"inner": wrong})]})


@pytest.mark.parametrize("kin", [Int64(2**62), Text("a"), MappingProxyType({"a": 1}), Pair({})])
def test_kin_of_what_is_stored_passes(kin: object) -> None:
    require_storable({"document": [kin, {"inner": kin}]})


def test_what_contains_itself_is_refused() -> None:
    circle: dict[str, object] = {}
    circle["inner"] = [circle]
    with pytest.raises(RecursionError):
        require_storable(circle)


@given(DOCUMENTS)
def test_what_the_suite_stores_passes(document: object) -> None:
    require_storable({"document": document})


@pytest.mark.parametrize("wrong", [1.0, 2**63], ids=repr)
def test_a_write_with_a_wrong_number_sends_nothing(harness: Harness, wrong: Any) -> None:
    unit_of_work = harness.parts.unit_of_work
    good = Insert(AccountDocument, ({"_id": "good", "version": 1},))
    writes: list[Insert | Update] = [
        Insert(AccountDocument, ({"_id": "bad", "version": wrong},)),
        Update(AccountDocument, {"_id": "good"}, {"$inc": {"version": wrong}}),
    ]
    for write in writes:
        COMMANDS.names.clear()
        with pytest.raises((TypeError, ValueError)):
            unit_of_work.commit([good, write])
        assert "insert" not in COMMANDS.names
    with pytest.raises((TypeError, ValueError)):
        unit_of_work.insert(AccountDocument, {"_id": "bad", "version": wrong})
    assert collection_of(AccountDocument).count_documents({"_id": {"$in": ["good", "bad"]}}) == 0
