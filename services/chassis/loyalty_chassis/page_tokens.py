"""Page tokens: sealed, bound to their list, good for three days.

They hold a place and no rights: the caller is checked on every page.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from .errors import InvalidField, Violation

TOKEN_SECONDS = 3 * 24 * 3600


class PageTokens:
    """Makes and opens page tokens of one service."""

    def __init__(self, key: bytes) -> None:
        """Derive the sealing key from `key`, 32 bytes or more."""
        derived = hmac.digest(key, b"page-token", hashlib.sha256)
        self._seal = Fernet(base64.urlsafe_b64encode(derived))

    def make(self, query: str, place: int) -> str:
        """Return the token of the page of `query` that starts after `place`."""
        return self._seal.encrypt(f"{place}|{query}".encode()).decode()

    def open(self, query: str, token: str) -> int:
        """Return the place that a token of the same query holds. Raises InvalidField."""
        try:
            _require_canonical(token)
            place, _, sealed_query = (
                self._seal.decrypt(token.encode(), TOKEN_SECONDS).decode().partition("|")
            )
        except (InvalidToken, ValueError) as error:
            raise _invalid("is not one of ours, or too old") from error
        if sealed_query != query:
            raise _invalid("belongs to another list")
        return int(place)

    def make_text(self, query: str, place: str) -> str:
        """Return the token of the page that starts after a place that is a text, not empty."""
        return self.make(query, int.from_bytes(place.encode(), "big"))

    def open_text(self, query: str, token: str) -> str:
        """Return the text that a token of `make_text` holds. Raises InvalidField."""
        place = self.open(query, token)
        return place.to_bytes((place.bit_length() + 7) // 8, "big").decode()


def _require_canonical(token: str) -> None:
    """Raise ValueError unless this is the one way to write its bytes: Base64 skips the rest."""
    written = token.encode()
    if base64.urlsafe_b64encode(base64.urlsafe_b64decode(written)) != written:
        raise ValueError("not as we wrote it")


def _invalid(description: str) -> InvalidField:
    return InvalidField.of([Violation("page_token", description)])
