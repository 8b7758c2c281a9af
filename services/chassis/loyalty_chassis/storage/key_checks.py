"""Whether a service has the keys that its database was made with.

With other keys nothing in it would be found, and what is new could never be proved with what
is old; and nothing would fail. So `migrate` keeps what tells a key from another, which tells
nothing of the key itself, and no process works on with others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import mongoengine as me
from pymongo.errors import DuplicateKeyError

from loyalty_chassis.canonical import keyed_digest
from loyalty_chassis.starting import CannotStart
from loyalty_chassis.storage.collections import collection_of

PURPOSE = "loyalty key check"
"""What is signed, and by no other use of a key."""


class WrongKey(CannotStart):
    """A key is not the one that the database was made with, or was never noted there."""


class KeyCheckDocument(me.Document):
    """What a key makes of our words. `_id` is the key's name."""

    name = me.StringField(primary_key=True)
    check_hex = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "key_checks",
        "auto_create_index": False,
        "strict": False,
    }


def keep_key_checks(keys: Mapping[str, bytes]) -> None:
    """Note keys, by their names, that are not noted yet. Raises WrongKey, PyMongoError."""
    collection = collection_of(KeyCheckDocument)
    for name, key in keys.items():
        try:
            collection.insert_one({"_id": name, "check_hex": _check_of(key)})
        except DuplicateKeyError:
            continue
    require_keys(keys)


def require_keys(keys: Mapping[str, bytes]) -> None:
    """Raise WrongKey unless all of these keys are as they were noted. Raises PyMongoError."""
    noted = {each["_id"]: each["check_hex"] for each in collection_of(KeyCheckDocument).find()}
    if unknown := [name for name in keys if name not in noted]:
        raise WrongKey(f"run `migrate` first: it notes {', '.join(unknown)}")
    wrong = [name for name, key in keys.items() if noted[name] != _check_of(key)]
    if wrong:
        raise WrongKey(
            f"the database was made with another {', '.join(wrong)}: set what it was, from where "
            "it is kept; with a new one nothing that is there would be found"
        )


def _check_of(key: bytes) -> str:
    return keyed_digest(key, PURPOSE).hex()
