"""Members and identities, from messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from loyalty.points.v1 import member_pb2 as pb
from loyalty_chassis.validation import Fields

from loyalty_points.domain.members import identities
from loyalty_points.domain.members.identities import Identity, IdentityType
from loyalty_points.domain.members.member import IDENTITIES_MAX, TAGS_MAX, Attributes
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, read_member_id

TAG = re.compile(r"[a-z0-9._-]{1,64}")
_BIRTHDAY = re.compile(r"([0-9]{4}|-)-([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_NOBODY = Identity(IdentityType.CARD, "")
_TYPES = members_of(pb.IdentityType, IdentityType)


def read_identity(fields: Fields, message: pb.Identity, path: str) -> Identity:
    """Return an identity in its one form."""
    identity_type = _TYPES.get(message.type)
    if identity_type is None:
        fields.wrong(f"{path}.type", "must be a known type")
    before = fields.violation_count
    fields.text(message.value, f"{path}.value", 254)
    if identity_type is None or fields.violation_count > before:
        return _NOBODY
    try:
        return identities.normalize(identity_type, message.value)
    except ValueError as error:
        fields.wrong(f"{path}.value", str(error))
        return _NOBODY


def read_identities(fields: Fields, messages: Sequence[pb.Identity]) -> tuple[Identity, ...]:
    """Return the identities of an enrolment, no two alike."""
    if not fields.count(messages, "identities", 1, IDENTITIES_MAX):
        return ()
    read = tuple(
        read_identity(fields, message, f"identities[{index}]")
        for index, message in enumerate(messages)
    )
    fields.unlike(
        (f"identities[{index}]", f"{identity.identity_type}:{identity.value}")
        for index, identity in enumerate(read)
        if identity is not _NOBODY
    )
    return read


def read_member_key(fields: Fields, message: pb.MemberKey, path: str = "member") -> str | Identity:
    """Return a member's id or an identity."""
    kind = message.WhichOneof("key")
    if kind == "member_id":
        return read_member_id(fields, message.member_id, f"{path}.member_id")
    if kind == "identity":
        return read_identity(fields, message.identity, f"{path}.identity")
    fields.wrong(path, "must hold a member_id or an identity")
    return ""


def read_attributes(fields: Fields, message: pb.MemberAttributes) -> Attributes:
    """Return what a caller tells of a member."""
    _check_birthday(fields, message.birthday)
    if fields.count(message.tags, "attributes.tags", 0, TAGS_MAX):
        for index, tag in enumerate(message.tags):
            fields.matches(tag, f"attributes.tags[{index}]", TAG, "1 to 64 of [a-z0-9._-]")
        fields.unlike((f"attributes.tags[{i}]", tag) for i, tag in enumerate(message.tags))
    home = message.home_business_id
    if home:
        fields.matches(home, "attributes.home_business_id", BUSINESS_ID, BUSINESS_ID_WORDS)
    return Attributes(message.birthday, tuple(message.tags), home)


def _check_birthday(fields: Fields, value: str) -> None:
    if value and not _is_birthday(value):
        fields.wrong("attributes.birthday", "must be YYYY-MM-DD or --MM-DD")


def _is_birthday(value: str) -> bool:
    match = _BIRTHDAY.fullmatch(value)
    if match is None:
        return False
    year, month, day = match.groups()
    try:
        date(_LEAP_YEAR if year == "-" else int(year), int(month), int(day))
    except ValueError:
        return False
    return True
