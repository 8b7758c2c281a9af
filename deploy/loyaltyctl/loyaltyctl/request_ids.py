"""Request ids: those that follow from what is asked, and new ones."""

from __future__ import annotations

import hashlib
import secrets

_DIGITS = 40
_RANDOM = "ctl-"


def derived_request_id(operation: str, content: bytes) -> str:
    """Return the id of an operation (a short word) on that content: asking again asks the same."""
    return f"{operation}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}"


def new_request_id() -> str:
    """Return an id that was never used: for what may be asked again and mean another time."""
    return f"{_RANDOM}{secrets.token_hex(16)}"


def is_random_request_id(request_id: str) -> bool:
    """Tell whether an id follows from nothing, so that it has to be told to be known."""
    return request_id.startswith(_RANDOM)
