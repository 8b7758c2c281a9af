"""The connection of a process to its database, with the guarantees pinned."""

from __future__ import annotations

import mongoengine
from pymongo import MongoClient, ReadPreference, WriteConcern
from pymongo.read_concern import ReadConcern
from pymongo.uri_parser import parse_uri

from loyalty_chassis.starting import CannotStart
from loyalty_chassis.storage.documents import Document

DURABLE = WriteConcern(w="majority", j=True)
MAJORITY = ReadConcern("majority")
SNAPSHOT = ReadConcern("snapshot")
PRIMARY = ReadPreference.PRIMARY
SERVER_SELECTION_MS = 3000


def connect(database_url: str, pool_size: int = 100) -> MongoClient[Document]:
    """Connect this process, so that document classes find their collections.

    Acknowledged means on the disks of a majority; reads see only what a majority has.
    Options in the address cannot lower that. Raises CannotStart for an address that tries,
    or that lacks a database's name. Does not wait for the server.
    """
    if not parse_uri(database_url)["database"]:
        raise CannotStart("the database's address must end in the database's name")
    client: MongoClient[Document] = mongoengine.connect(
        host=database_url,
        tz_aware=True,
        uuidRepresentation="standard",
        w="majority",
        journal=True,
        readConcernLevel="majority",
        readPreference="primary",
        serverSelectionTimeoutMS=SERVER_SELECTION_MS,
        maxPoolSize=pool_size,
    )
    effective = (client.write_concern, client.read_concern, client.read_preference)
    if effective != (DURABLE, MAJORITY, PRIMARY):
        raise CannotStart("the database's address must not lower the read or write concern")
    return client


def disconnect() -> None:
    """Close this process's connection."""
    mongoengine.disconnect()
