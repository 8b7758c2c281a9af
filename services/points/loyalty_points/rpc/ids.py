"""The shapes of ids and codes, and of pages: one place for every reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loyalty_chassis.validation import Fields

MEMBER_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
BUSINESS_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
BUSINESS_ID_WORDS = "1 to 32 of [a-z0-9-]"
STORE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
STORE_ID_WORDS = "1 to 64 of [A-Za-z0-9_-]"
CODE = re.compile(r"[a-z0-9_-]{1,32}")
REASON = re.compile(r"[a-z0-9_.-]{1,64}")
REFERENCE = re.compile(r"[A-Za-z0-9_./-]{0,64}")
OPERATOR_ID = re.compile(r"[A-Za-z0-9._@-]{1,64}")


def read_operator(fields: Fields, value: str, path: str = "operator_id") -> str:
    """Check the name of a person who answers for something."""
    return fields.matches(value, path, OPERATOR_ID, "1 to 64 of [A-Za-z0-9._@-]")


def read_operator_if_any(fields: Fields, value: str) -> str:
    """Check the name of a person who answers for something, where one does."""
    return read_operator(fields, value) if value else ""


def read_member_id(fields: Fields, value: str, path: str = "member_id") -> str:
    """Check a member's id."""
    return read_ulid(fields, value, path)


def read_ulid(fields: Fields, value: str, path: str) -> str:
    """Check an id that the server made."""
    return fields.matches(value, path, MEMBER_ID, "26 characters, as the server gave it")


def read_reason(fields: Fields, value: str, path: str = "reason") -> str:
    """Check a reason code."""
    return fields.matches(value, path, REASON, "1 to 64 of [a-z0-9_.-]")


def read_reference(fields: Fields, value: str) -> str:
    """Check a reference of the caller's, which may be empty."""
    return fields.matches(value, "reference", REFERENCE, "at most 64 of [A-Za-z0-9_./-]")


def read_place(fields: Fields, business_id: str, store_id: str, prefix: str = "") -> None:
    """Check the shape of a business and a store."""
    fields.matches(business_id, f"{prefix}business_id", BUSINESS_ID, BUSINESS_ID_WORDS)
    read_store_id(fields, store_id, f"{prefix}store_id")


def read_store_id(fields: Fields, store_id: str, path: str = "store_id") -> str:
    """Check the shape of a store's id."""
    return fields.matches(store_id, path, STORE_ID, STORE_ID_WORDS)


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many items a page has where nothing is asked for, and at most."""

    default: int
    maximum: int


MANY = PageSize(50, 200)
FEW = PageSize(20, 100)
"""Of what is large."""


def read_page_size(fields: Fields, value: int, size: PageSize = MANY) -> int:
    """Return how many items a page shall have (AIP-158): 0 is the default, too many is fewer."""
    fields.whole(value, "page_size")
    return min(value, size.maximum) or size.default
