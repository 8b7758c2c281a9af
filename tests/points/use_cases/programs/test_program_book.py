"""What a process that is not the server knows of programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.use_cases.programs.program_book import ProgramBook

from support import build
from support.harness import start_harness


def test_a_worker_that_began_before_the_first_program_knows_it_at_once(
    database_url: str, tmp_path: Path
) -> None:
    harness = start_harness(database_url, tmp_path, PluginRegistry.discover())
    try:
        of_worker = ProgramBook(harness.parts.book.compiler)
        with pytest.raises(ProgramNotFound):
            of_worker.in_force(harness.clock())
        published = build.publish(harness.client(), build.program({}))
        assert of_worker.in_force(harness.clock()).version == published.version
    finally:
        harness.stop()
