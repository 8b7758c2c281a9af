"""From a document class to its collection: the one place that reaches into mongoengine."""

from __future__ import annotations

from typing import Any, cast

from pymongo.collection import Collection

from loyalty_chassis.storage.documents import Document


def collection_of(model: type[Any]) -> Collection[Document]:
    """Return the collection of a document class, as pymongo has it.

    Reads on hot paths and all writes go through it: mongoengine takes half a millisecond
    to build a document with ten embedded ones, and knows no transactions.
    """
    return cast("Collection[Document]", model._get_collection())  # noqa: SLF001
