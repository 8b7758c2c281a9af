"""One purchase of a replay file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import json_format
from loyalty.points.v1.member_pb2 import Identity
from loyalty.points.v1.purchase_pb2 import Purchase

from loyaltyctl.errors import MemberNameRefused, ReplayFileRefused
from loyaltyctl.json_objects import object_of
from loyaltyctl.member_names import name_identity, parse_identity
from loyaltyctl.plain_words import plain_words

_TYPE_PREFIX = "IDENTITY_TYPE_"
_FIELDS = ("request_id", "identity", "pay_with_points", "purchase")


@dataclass(frozen=True, slots=True)
class ReplayItem:
    """A purchase as a till would send it."""

    request_id: str
    identity: Identity
    pay_with_points: bool
    """Whether to spend as many points on it as the service offers."""
    purchase: Purchase
    line: int = field(default=0, compare=False)
    """Where it stands in its file; 0 where it comes from none."""

    @property
    def member_name(self) -> str:
        """The member as a word, such as "card:CJ-0001"; the purchases of one keep their order."""
        return name_identity(self.identity)


def item_of(row: Mapping[str, Any], line: int = 0) -> ReplayItem:
    """Make an item of a row: request_id, identity, pay_with_points and purchase.

    Raises ReplayFileRefused, saying what is wrong with which field.
    """
    _require_known(row, _FIELDS)
    request_id, pays = row.get("request_id"), row.get("pay_with_points", False)
    if not isinstance(request_id, str) or not request_id:
        raise ReplayFileRefused("request_id must be a string")
    if not isinstance(pays, bool):
        raise ReplayFileRefused("pay_with_points must be true or false")
    purchase = _purchase_of(row.get("purchase"))
    return ReplayItem(request_id, identity_of(row), pays, purchase, line)


def identity_of(row: Mapping[str, Any]) -> Identity:
    """Return only the identity of a row. Raises ReplayFileRefused."""
    identity = row.get("identity")
    if not isinstance(identity, Mapping):
        raise ReplayFileRefused("identity must be an object with type and value")
    _require_known(identity, ("type", "value"))
    type_name, value = identity.get("type"), identity.get("value")
    if not isinstance(type_name, str) or not isinstance(value, str):
        raise ReplayFileRefused("identity must be an object with type and value")
    try:
        return parse_identity(type_name.removeprefix(_TYPE_PREFIX), value)
    except MemberNameRefused as error:
        raise ReplayFileRefused(f"identity.type: {error}") from error


def row_of(item: ReplayItem) -> dict[str, Any]:
    """Return the row that `item_of` makes the item of."""
    type_name, _, value = item.member_name.partition(":")
    return {
        "request_id": item.request_id,
        "identity": {"type": type_name.upper(), "value": value},
        "pay_with_points": item.pay_with_points,
        "purchase": json_format.MessageToDict(item.purchase, preserving_proto_field_name=True),
    }


def _require_known(fields: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse a field that would be passed over, such as one that is misspelt."""
    if unknown := set(fields) - set(known):
        raise ReplayFileRefused(f"no field {min(unknown)!r}; there are {', '.join(known)}")


def _purchase_of(content: object) -> Purchase:
    """Read a purchase, as an object or, from Parquet, as a string of JSON."""
    try:
        document = object_of(content) if isinstance(content, str) else content
        if not isinstance(document, dict):
            raise ReplayFileRefused("purchase must be an object")
        return json_format.ParseDict(document, Purchase())
    except json_format.ParseError as error:
        raise ReplayFileRefused(f"purchase: {plain_words(error)}") from error
    except ValueError as error:
        raise ReplayFileRefused(f"purchase: {error}") from error
