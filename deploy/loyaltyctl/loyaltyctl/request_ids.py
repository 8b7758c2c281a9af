"""Request ids: those that follow from what is asked, and new ones."""

from __future__ import annotations

import hashlib
import secrets

_DIGITS = 40


def derived_request_id(operation: str, content: bytes) -> str:
    """Return the id of an operation (a short word) on that content: asking again asks the same."""
    return f"{operation}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}"


def new_request_id() -> str:
    """Return an id that was never used: for what may be asked again and mean another time."""
    return f"ctl-{secrets.token_hex(16)}"
