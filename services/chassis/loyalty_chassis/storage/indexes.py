"""Indexes: made by `migrate`, demanded by `serve`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from loyalty_chassis.starting import CannotStart
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document

NAMESPACE_EXISTS = 48
NAMED_MAX = 3
"""How many of the missing indexes a message names."""


class IndexesMissing(CannotStart):
    """The database lacks indexes that correctness or speed rest on: run `migrate`."""


def create_indexes(models: Iterable[Any]) -> None:
    """Create every collection and index that the document classes declare.

    A collection that its first document makes, in a transaction, is one that nobody else
    can write to until that ends: after a kill -9, for a minute.
    """
    for model in models:
        _create_collection(collection_of(model))
        model.ensure_indexes()


def _create_collection(collection: Collection[Document]) -> None:
    try:
        collection.database.create_collection(collection.name, check_exists=False)
    except OperationFailure as failure:
        if failure.code != NAMESPACE_EXISTS:
            raise


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
        raise IndexesMissing(_told(missing))


def _told(missing: Sequence[str]) -> str:
    """Say what to do first: on an empty database, the names of all would bury it."""
    count = "1 index is missing" if len(missing) == 1 else f"{len(missing)} indexes are missing"
    such_as = ", such as" if len(missing) > NAMED_MAX else ":"
    return f"run `migrate` first: {count}{such_as} {', '.join(missing[:NAMED_MAX])}"
