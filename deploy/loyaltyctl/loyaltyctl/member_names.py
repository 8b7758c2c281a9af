"""How members and identities are written on the command line."""

from __future__ import annotations

from loyalty.points.v1.member_pb2 import Identity, IdentityType, MemberKey

from .errors import MemberNameRefused

MEMBER_ID_LENGTH = 26

_PREFIX = "IDENTITY_TYPE_"
IDENTITY_TYPES = tuple(
    name.removeprefix(_PREFIX).lower() for name, number in IdentityType.items() if number
)


def parse_identity(type_name: str, value: str) -> Identity:
    """Make an identity of a type such as "phone" and a value.

    Raises MemberNameRefused.
    """
    if type_name.lower() not in IDENTITY_TYPES:
        known = ", ".join(IDENTITY_TYPES)
        raise MemberNameRefused(f"{type_name!r} is no type of identity; the types are {known}")
    return Identity(type=_PREFIX + type_name.upper(), value=value)


def parse_member(text: str) -> MemberKey:
    """Make a member's key of an id, or of an identity such as "phone:+12125550100".

    Raises MemberNameRefused.
    """
    type_name, colon, value = text.partition(":")
    if colon:
        return MemberKey(identity=parse_identity(type_name, value))
    if len(text) != MEMBER_ID_LENGTH:
        raise MemberNameRefused(
            f"{text!r} is neither a member id nor TYPE:VALUE such as card:CJ-000012"
        )
    return MemberKey(member_id=text)


def name_identity(identity: Identity) -> str:
    """Write an identity the way `parse_member` reads it."""
    return f"{IdentityType.Name(identity.type).removeprefix(_PREFIX).lower()}:{identity.value}"
