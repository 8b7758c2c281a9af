"""The programs of a local suite, each on a CPU of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from loyalty_local.running.cpus import one_cpu
from loyalty_local.running.database import database_process


def test_the_database_keeps_to_one_cpu_with_all_its_threads(tmp_path: Path) -> None:
    with database_process(tmp_path / "data", tmp_path / "log") as (_, process):
        threads = [int(each.name) for each in Path(f"/proc/{process.pid}/task").iterdir()]
        kept = {frozenset(os.sched_getaffinity(thread)) for thread in threads}
    (cpus,) = kept
    assert len(cpus) == 1
    if len(os.sched_getaffinity(0)) > 1:
        assert cpus != {int(one_cpu()["CPU"])}, "the service's own"


def test_where_the_system_cannot_do_it_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    assert one_cpu() == {}
