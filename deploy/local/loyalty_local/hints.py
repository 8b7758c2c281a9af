"""The commands that the trial run prints, each ready to be pasted."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from loyaltyctl.replaying import ReplayItem

from .ids import ZONE
from .running.keys import OPERATOR

NOTICE_SECONDS = 120


def commands(address: str, folder: Path, purchase: ReplayItem) -> Iterator[str]:
    """Yield commands that work at once in another terminal in this folder.

    They are about the member of a purchase that was recorded, and return a line of it.
    """
    member = purchase.member_name
    here, program = shlex.quote(str(folder)), shlex.quote(str(folder / "program.json"))
    yield f'export PATH="{_programs_folder()}:$PATH"'
    yield f"export LOYALTY_ADDRESS={address}"
    yield f'export LOYALTY_KEY="$(cat {here}/keys/{OPERATOR})"'
    yield "loyaltyctl program list"
    yield f"loyaltyctl program check {program} --effective-in {NOTICE_SECONDS}"
    yield f"loyaltyctl member get {member}"
    yield f"loyaltyctl account {member}"
    yield f"loyaltyctl statement {member} --limit 5"
    yield f"loyaltyctl purchase reverse {_receipt(purchase)} --reason changed-mind"
    yield f"loyaltyctl replay {here}/purchases.jsonl --enroll"
    yield 'loyaltyctl clearing show "$(date +%Y-%m)"'
    yield "loyaltyctl liability"
    yield "loyaltyctl audit"


def _receipt(item: ReplayItem) -> str:
    """Return what the member's receipt says, and its first line."""
    bought = item.purchase
    day = bought.purchase_time.ToDatetime(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).date()
    receipt = f"{bought.business_id}/{bought.store_id}/{bought.receipt_number}/{day}"
    return f"{shlex.quote(receipt)} --line {shlex.quote(bought.lines[0].line_id)}"


def _programs_folder() -> str:
    """Return the folder that has `loyaltyctl`: that of our own Python, not of what it links to."""
    programs = Path(sys.executable).parent
    if programs.is_relative_to(Path.cwd()):
        return f"$PWD/{programs.relative_to(Path.cwd())}"
    return str(programs)
