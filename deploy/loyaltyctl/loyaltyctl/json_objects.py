"""JSON objects from files, read strictly: what could be misread is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .errors import LoyaltyctlError


class _Repeated(ValueError):
    """A field is there twice: which one counts would be a guess."""


def object_of(text: bytes | str) -> dict[str, Any]:
    """Read a text that is one JSON object. Raises ValueError, saying in plain words why not."""
    try:
        content = _read(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except _Repeated:
        raise
    except RecursionError as error:
        raise ValueError("not JSON that can be read: nested too deeply") from error
    except UnicodeEncodeError as error:
        raise ValueError("has half of a character, such as \\ud800 alone") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(content, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004, its text is wrong, not its type
    return content


def objects_by_line(
    path: Path, refused: type[LoyaltyctlError]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read JSON Lines, each object with its line; empty lines are passed over.

    Raises OSError, or `refused`, naming the line.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield number, object_of(line)
            except ValueError as error:
                raise refused(f"{path}, line {number}: {error}") from error


def require_characters(content: object) -> None:
    """Raise UnicodeEncodeError where a text holds half of a character: it cannot be sent."""
    json.dumps(content, ensure_ascii=False).encode()


def _read(text: str) -> object:
    content = json.loads(text, object_pairs_hook=_each_once)
    if "\\u" in text:  # only an escape can stand for half of a character
        require_characters(content)
    return content


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise _Repeated(f"the field {repeated!r} is there twice")
    return fields
