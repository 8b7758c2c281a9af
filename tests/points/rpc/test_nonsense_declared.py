"""The table of nonsense covers the contract: nothing is left out, nothing is left over."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from support.requests.nonsense.table import PLACE_ROWS, ROWS
from support.requests.refusals import row_of
from support.requests.request_fields import is_map, is_repeated, methods, places, places_of
from support.requests.valid_requests import VALID


def _tested_methods() -> list[str]:
    """Return the rpcs that the other modules of this folder send nonsense to."""
    names: list[str] = []
    for path in Path(__file__).parent.glob("test_nonsense_*.py"):
        if path != Path(__file__):
            spec = importlib.util.spec_from_file_location(path.stem, path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            names += module.METHODS
    return names


def test_every_rpc_is_sent_nonsense_by_one_module() -> None:
    assert sorted(_tested_methods()) == sorted(methods())


def test_every_rpc_has_a_valid_request_to_spoil() -> None:
    assert set(VALID) == set(methods())


@pytest.mark.parametrize("method", sorted(methods()))
def test_every_field_has_declared_what_is_wrong_and_what_is_allowed(method: str) -> None:
    for place in places(method):
        row = row_of(place)
        repeated = is_repeated(place.field) or is_map(place.field)
        assert bool(row.maximum) == repeated, f"{place}: a maximum is for repeated fields"


def test_no_row_is_left_of_a_field_that_is_gone() -> None:
    everywhere = places_of(sorted(methods()))
    assert set(ROWS) <= {place.key for place in everywhere}
    assert set(PLACE_ROWS) <= {str(place) for place in everywhere}


def test_a_new_field_without_a_row_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    place = next(place for place in places("RecordPurchase") if place.key == "Line.sku")
    monkeypatch.delitem(ROWS, "Line.sku")
    with pytest.raises(KeyError):
        row_of(place)
