"""Installs plugins of tests for processes, such as `crashing/program.py`."""

from __future__ import annotations

import os
from pathlib import Path

TESTS = Path(__file__).parents[2]


def install_told_plugin(folder: Path) -> str:
    """Install `told_rules` in a folder; return the PYTHONPATH of a program that has it."""
    return _install(folder, "told", "support.plugins.told_rules")


def install_lucky_plugin(folder: Path) -> str:
    """Install `journey_rules` likewise, as "lucky"."""
    return _install(folder, "lucky", "support.plugins.journey_rules")


def _install(folder: Path, name: str, module: str) -> str:
    information = folder / f"{name}-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[loyalty.plugins]\n{name} = {module}\n")
    return os.pathsep.join((str(folder), str(TESTS)))
