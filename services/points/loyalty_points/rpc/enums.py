"""Enums of messages and their twins in the service, whose members are named alike."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, TypeVar

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

E = TypeVar("E", bound=Enum)

_UNSET = "UNSPECIFIED"
"""How the name of the value 0 ends, after what all names of the enum begin with."""


def members_of(enum: EnumTypeWrapper, twin: Iterable[E]) -> dict[int, E]:
    """Return the twin's members by what messages hold for them; none for what is unset.

    Raises ValueError where the enum lacks one.
    """
    return {number: member for member, number in numbers_of(enum, twin).items()}


def numbers_of(enum: EnumTypeWrapper, twin: Iterable[E]) -> dict[E, Any]:
    """Return what messages hold for the twin's members. Raises ValueError where one is missing."""
    prefix = enum.Name(0).removesuffix(_UNSET)
    return {member: enum.Value(f"{prefix}{member.name}") for member in twin}
