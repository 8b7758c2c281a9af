"""Request ids that follow from what is asked, so that asking again asks the same."""

from __future__ import annotations

import hashlib

_DIGITS = 40


def derived_request_id(operation: str, content: bytes) -> str:
    """Return the id of an operation (a short word) on that content."""
    return f"{operation}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}"
