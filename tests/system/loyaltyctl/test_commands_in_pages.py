"""Every command of `loyaltyctl` that a page of the repository names is one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from loyaltyctl.app import app
from typer.main import get_group

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"\bloyaltyctl\s+([a-z][a-z-]*)(?:[ \n]([a-z][a-z-]*))?")
"""A command, and the next word where there is one; a line may end in between."""


def test_every_command_that_a_page_names_exists() -> None:
    named = [(page, *words) for page in pages() for words in NAMED.findall(page.read_text())]
    assert len({tuple(words) for _, *words in named}) > 40
    wrong = [(str(page), first, then) for page, first, then in named if not exists(first, then)]
    assert not wrong


def pages() -> Iterator[Path]:
    """Yield the repository's pages, without what is installed or cached."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder) / name for name in files if name.endswith(".md"))


def exists(first: str, then: str) -> bool:
    command = get_group(app).commands.get(first)
    parts = getattr(command, "commands", None)
    return command is not None and (parts is None or not then or then in parts)
