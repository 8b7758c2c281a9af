"""Identities, brought to one form before they are hashed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

_CARD = re.compile(r"[A-Za-z0-9-]{4,64}")
_CARD_LENGTH_MIN = 4
_PHONE = re.compile(r"\+[0-9 ()./-]{1,40}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")


class IdentityType(StrEnum):
    """Kinds of identity."""

    PHONE = "phone"
    CARD = "card"
    APP_ID = "app_id"
    OPENID = "openid"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity in its one form."""

    identity_type: IdentityType
    value: str


def _phone(value: str) -> str:
    """Return E.164. Raises ValueError.

    The library finds numbers within text and reads letters as digits, hence the pattern.
    """
    if not _PHONE.fullmatch(value):
        raise ValueError("must be a phone number with its country code, as in +1…")
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException as error:
        raise ValueError("must be a phone number with its country code, as in +1…") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("must be a phone number with its country code, as in +1…")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _card(value: str) -> str:
    plain = value.replace("-", "")
    if not _CARD.fullmatch(value) or len(plain) < _CARD_LENGTH_MIN:
        raise ValueError("must be 4 to 64 of [A-Za-z0-9-]")
    return plain.upper()


def _email(value: str) -> str:
    plain = value.lower()
    if not _EMAIL.fullmatch(plain):
        raise ValueError("must be an e-mail address")
    return plain


def _exact(value: str) -> str:
    if any(char.isspace() for char in value):
        raise ValueError("must not hold spaces")
    return value


_FORMS: Mapping[IdentityType, Callable[[str], str]] = {
    IdentityType.PHONE: _phone,
    IdentityType.CARD: _card,
    IdentityType.APP_ID: _exact,
    IdentityType.OPENID: _exact,
    IdentityType.EMAIL: _email,
}


def normalize(identity_type: IdentityType, value: str) -> Identity:
    """Return the identity in its one form. Raises ValueError saying what it must be."""
    return Identity(identity_type, _FORMS[identity_type](unicodedata.normalize("NFC", value)))
