"""Without its indexes the service does not start; `migrate` makes them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pymongo
import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.connection import connect, disconnect
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.indexes import IndexesMissing, create_indexes, require_indexes
from loyalty_points.processes import migrate, serve
from loyalty_points.settings import PointsSettings
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.store.models import MODELS
from pymongo.collection import Collection

from support.harness import KEY, clients_file

INDEX = "account_id_1_sequence_-1"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Iterator[PointsSettings]:
    """Settings of a service on an empty database, with this process connected to it."""
    clients_file(tmp_path / "clients.json", [])
    name = f"t{secrets.token_hex(6)}"
    made = PointsSettings(
        database_url=database_url.replace("/loyalty_points?", f"/{name}?"),
        listen="127.0.0.1:0",
        clients_file=tmp_path / "clients.json",
        journal_key=KEY,
        identity_key=KEY,
        request_key=KEY,
    )
    yield made
    disconnect()
    with pymongo.MongoClient[Document](database_url) as client:
        client.drop_database(name)


@pytest.fixture
def entries(settings: PointsSettings) -> Collection[Document]:
    """The journal of a database that was made ready, without its index."""
    connect(settings.database_url.get_secret_value())
    create_indexes(MODELS)
    require_indexes(MODELS)
    journal = collection_of(EntryDocument)
    assert journal.index_information()[INDEX]["unique"] is True
    journal.drop_index(INDEX)
    return journal


def test_serve_refuses_to_start_before_migrate(settings: PointsSettings) -> None:
    with pytest.raises(IndexesMissing) as refused:
        serve(settings)
    declared = sum(len(model._meta["index_specs"]) for model in MODELS)
    begin, _, named = str(refused.value).partition(" such as ")
    assert begin == f"run `migrate` first: {declared} indexes are missing,"
    assert named.count("Document(") == 3
    assert len(str(refused.value)) < 300


def test_migrate_may_be_repeated_and_makes_what_serve_needs(settings: PointsSettings) -> None:
    migrate(settings)
    migrate(settings)
    require_indexes(MODELS)


def test_migrate_makes_every_collection_before_a_transaction_has_to(
    settings: PointsSettings,
) -> None:
    migrate(settings)
    made = set(collection_of(EntryDocument).database.list_collection_names())
    assert {model._meta["collection"] for model in MODELS} <= made


def test_an_index_that_is_not_unique_is_not_the_one_that_is_needed(
    entries: Collection[Document],
) -> None:
    entries.create_index([("account_id", 1), ("sequence", -1)])
    with pytest.raises(IndexesMissing, match="first: 1 index is missing: EntryDocument"):
        require_indexes(MODELS)


def test_an_index_of_other_fields_does_not_count(entries: Collection[Document]) -> None:
    entries.create_index([("account_id", 1), ("sequence", 1)], unique=True)
    with pytest.raises(IndexesMissing, match="EntryDocument"):
        require_indexes(MODELS)
