"""Checks of what callers send. Collects every violation, so that one answer names all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sized

from loyalty_sdk import INT64_MAX

from .errors import InvalidField, Violation

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Fields:
    """Gathers violations while a message is read. Paths are those of the proto."""

    def __init__(self) -> None:
        """Start without violations."""
        self._violations: list[Violation] = []

    @property
    def violation_count(self) -> int:
        """How much has been noted so far."""
        return len(self._violations)

    def wrong(self, path: str, description: str) -> None:
        """Note that the field at `path` is not as it must be."""
        self._violations.append(Violation(path, description))

    def finish(self) -> None:
        """Raise InvalidField if anything was noted."""
        if self._violations:
            raise InvalidField.of(self._violations)

    def matches(self, value: str, path: str, pattern: re.Pattern[str], must: str) -> str:
        """Check a string against a pattern that `must` says in words."""
        if not pattern.fullmatch(value):
            self.wrong(path, f"must be {must}" if value else "must be set")
        return value

    def request_id(self, value: str) -> str:
        """Check a request id."""
        return self.matches(value, "request_id", REQUEST_ID, "1 to 64 of [A-Za-z0-9_-]")

    def text(self, value: str, path: str, length_max: int) -> str:
        """Check text for people: not empty, in NFC, no control or direction characters."""
        if not value.strip():
            self.wrong(path, "must be set")
        elif len(value) > length_max:
            self.wrong(path, f"must be at most {length_max} characters")
        elif any(unicodedata.category(char) in _FORBIDDEN for char in value):
            self.wrong(path, "must not hold control, direction or unassigned characters")
        elif unicodedata.normalize("NFC", value) != value:
            self.wrong(path, "must be in Unicode NFC")
        return value

    def whole(self, value: int, path: str, minimum: int = 0, maximum: int = INT64_MAX) -> int:
        """Check that a whole number is between two bounds, both allowed."""
        if not minimum <= value <= maximum:
            self.wrong(path, f"must be between {minimum} and {maximum}, is {value}")
        return value

    def count(self, values: Sized, path: str, minimum: int, maximum: int) -> bool:
        """Check how many values there are; tell whether it is right."""
        if minimum <= len(values) <= maximum:
            return True
        self.wrong(path, f"must hold {minimum} to {maximum}, holds {len(values)}")
        return False

    def unlike(self, values: Iterable[tuple[str, str]]) -> None:
        """Check that (path, value) pairs hold no value twice."""
        seen: set[str] = set()
        for path, value in values:
            if value in seen:
                self.wrong(path, f"must not be given twice: {value}")
            seen.add(value)
