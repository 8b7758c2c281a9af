"""Sends the same commands on the same documents with pymongo alone, in its own process.

Documents are made beforehand, so that this is the least any program could do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import bson
from bson.codec_options import CodecOptions
from pymongo import MongoClient, ReadPreference, WriteConcern
from pymongo.errors import PyMongoError
from pymongo.monitoring import CommandListener
from pymongo.read_concern import ReadConcern

from .driving import Load, drive
from .template import Writes, filled

_state: dict[str, Any] = {}
DURABLE = WriteConcern(w="majority", j=True)
SNAPSHOT = ReadConcern("snapshot")
AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)


class Names(CommandListener):
    """Names every command."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: Any) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


def _connect(database_url: str, **options: Any) -> MongoClient[dict[str, Any]]:
    """Connect with the service's own options."""
    return MongoClient(
        database_url,
        tz_aware=True,
        uuidRepresentation="standard",
        w="majority",
        journal=True,
        readConcernLevel="majority",
        readPreference="primary",
        **options,
    )


def start(database_url: str, template: bytes) -> None:
    """Connect this process; `template` is a recorded call's writes."""
    _state["url"] = database_url
    _state["client"] = _connect(database_url)
    _state["template"] = bson.decode(template, AWARE)


def record_purchases(members: Sequence[Sequence[str]], count: int) -> Load:
    """Do what recording does `count` times for each thread, between its members in turn."""
    database = _state["client"].get_default_database()
    retries: list[int] = []
    operations = [
        [
            partial(_record, _state["client"], own[number % len(own)], writes, retries)
            for number, writes in enumerate(_writes(database, own, count))
        ]
        for own in members
    ]
    load = drive(operations)
    return Load(load.count, load.seconds, load.cpu_seconds, load.median_ms, len(retries))


def command_names(member_id: str) -> list[str]:
    """Return the commands that one call sends, to be compared with the service's."""
    names = Names()
    with _connect(_state["url"], event_listeners=[names]) as client:
        (writes,) = _writes(client.get_default_database(), [member_id], 1)
        names.names.clear()
        _record(client, member_id, writes, [])
        return list(names.names)


def get_account(member_id: str, threads: int, count: int) -> Load:
    """Find one account by its key `count` times, by all threads together."""
    accounts = _state["client"].get_default_database()["accounts"]
    find: Callable[[], None] = partial(accounts.find_one, {"_id": member_id})
    return drive([[find] * (count // threads) for _ in range(threads)])


def _writes(database: Any, members: Sequence[str], count: int) -> list[Writes]:
    """Return the writes of `count` calls, each with ids of its own, as the next entry."""
    versions = {member_id: _versions(database, member_id) for member_id in members}
    made = []
    for number in range(count):
        own = versions[members[number % len(members)]]
        made.append(filled(_state["template"], members[number % len(members)], own))
        for name in own:
            own[name] += 1
    return made


def _versions(database: Any, member_id: str) -> dict[str, int]:
    account = database["accounts"].find_one({"_id": member_id})
    member = database["members"].find_one({"_id": member_id})
    return {
        "accounts": account["version"],
        "members": member["version"],
        "sequence": account["sequence"],
    }


def _record(client: Any, member_id: str, writes: Writes, retries: list[int]) -> None:
    database = client.get_default_database()
    while True:
        database["members"].find_one({"_id": member_id})
        database["accounts"].find_one({"_id": member_id})
        try:
            _commit(client, database, writes)
        except PyMongoError as error:
            if not error.has_error_label("TransientTransactionError"):
                raise
            retries.append(1)
        else:
            return


def _commit(client: Any, database: Any, writes: Writes) -> None:
    with client.start_session() as session:
        session.start_transaction(SNAPSHOT, DURABLE, ReadPreference.PRIMARY)
        for write in writes:
            _apply(database[write["collection"]], write, session)
        session.commit_transaction()


def _apply(collection: Any, write: dict[str, Any], session: Any) -> None:
    documents = write.get("documents")
    if documents is None:
        found = collection.update_one(write["guard"], write["change"], session=session)
        if not found.matched_count:
            raise RuntimeError("the document is not as it was read")
    elif len(documents) == 1:
        collection.insert_one(documents[0], session=session)
    else:
        collection.insert_many(documents, session=session)
