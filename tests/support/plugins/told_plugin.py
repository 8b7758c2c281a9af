"""Installs `told_rules` as a plugin of programs in the folder above, such as `crashing.py`."""

from __future__ import annotations

from pathlib import Path


def install_told_plugin(folder: Path) -> None:
    """Write what makes it one, for a folder that is on the program's PYTHONPATH."""
    information = folder / "told-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: told\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[loyalty.plugins]\ntold = plugins.told_rules\n")
