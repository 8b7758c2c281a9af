"""Indexes: made by `migrate`, demanded by `serve`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from loyalty_chassis.storage.collections import collection_of


class IndexesMissing(Exception):
    """The database lacks indexes that correctness or speed rest on: run `migrate`."""


def create_indexes(models: Iterable[Any]) -> None:
    """Create every index that the document classes declare."""
    for model in models:
        model.ensure_indexes()


def require_indexes(models: Iterable[Any]) -> None:
    """Raise IndexesMissing unless every declared index is there, unique where declared so."""
    missing = []
    for model in models:
        existing = {
            (tuple(index["key"]), index.get("unique", False))
            for index in collection_of(model).index_information().values()
        }
        missing += [
            f"{model.__name__}{tuple(spec['fields'])}"
            for spec in model._meta["index_specs"]  # noqa: SLF001
            if (tuple(spec["fields"]), spec.get("unique", False)) not in existing
        ]
    if missing:
        raise IndexesMissing(f"missing indexes {', '.join(missing)}: run `migrate` first")
