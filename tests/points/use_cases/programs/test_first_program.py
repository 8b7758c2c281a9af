"""What a process knows of the programs that another has published."""

from __future__ import annotations

from pathlib import Path

import pytest
from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.use_cases.programs.program_book import ProgramBook

from support import build
from support.harness import registry_of, start_harness
from support.plugins import simple_rules


def test_the_first_program_is_known_to_a_worker_as_soon_as_something_falls_under_it(
    database_url: str, tmp_path: Path
) -> None:
    harness = start_harness(database_url, tmp_path, registry_of({"simple": simple_rules}))
    try:
        worker = ProgramBook(harness.parts.book.compiler)
        with pytest.raises(ProgramNotFound):
            worker.in_force(harness.clock.now)
        build.publish(harness.client(), build.program({"retail": [("simple", {})]}))
        assert worker.in_force(harness.clock.now).version == 1
    finally:
        harness.stop()
