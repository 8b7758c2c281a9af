"""Installs plugins of tests for processes, such as `crashing.py`."""

from __future__ import annotations

from pathlib import Path


def install_told_plugin(folder: Path) -> None:
    """Install `told_rules`, for a folder that is on the program's PYTHONPATH."""
    _install(folder, "told", "plugins.told_rules")


def install_lucky_plugin(folder: Path) -> None:
    """Install `journey_rules` likewise, as "lucky"."""
    _install(folder, "lucky", "plugins.journey_rules")


def _install(folder: Path, name: str, module: str) -> None:
    information = folder / f"{name}-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[loyalty.plugins]\n{name} = {module}\n")
