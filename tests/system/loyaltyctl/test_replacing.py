"""Files that are written whole or not at all, and the targets that are refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from loyaltyctl.app import app
from loyaltyctl.errors import ExportRefused
from loyaltyctl.exporting import Format, format_of
from loyaltyctl.replacing import replacing
from typer.testing import CliRunner

SPAN = ("--from", "2026-06-01T04:00:00Z", "--to", "2026-07-01T04:00:00Z")
INTERRUPTED_EXPORT = """
import os, pathlib, signal, sys
from loyaltyctl.replacing import replacing
with replacing(pathlib.Path(sys.argv[1])) as file:
    file.write("half")
    file.flush()
    os.kill(os.getpid(), signal.SIGTERM)
"""


def write(path: Path, text: str = "new") -> None:
    with replacing(path) as file:
        file.write(text)


def test_a_new_file_has_the_mode_of_new_files_and_a_replaced_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    usual, other = tmp_path / "usual", tmp_path / "other"
    usual.touch()
    write(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode
    other.touch()
    other.chmod(0o640)
    write(other)
    assert (other.read_text(), other.stat().st_mode & 0o7777) == ("new", 0o640)


def test_a_symlink_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, there = tmp_path / "link", tmp_path / "folder" / "there"
    link.symlink_to(there)
    for text in ("first", "second"):
        write(link, text)
        assert (link.is_symlink(), there.read_text()) == (True, text)
    assert list((tmp_path / "folder").iterdir()) == [there]


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path, part = tmp_path / "file", tmp_path / "file.part"
    path.write_text("old")
    part.write_text("another's")
    before = signal.getsignal(signal.SIGTERM)

    def break_off() -> None:
        with replacing(path) as file:
            file.write("half")
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    assert sorted(tmp_path.iterdir()) == [path, part]
    assert (path.read_text(), part.read_text()) == ("old", "another's")
    assert signal.getsignal(signal.SIGTERM) is before


def test_sigterm_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED_EXPORT, str(tmp_path / "file")]
    assert subprocess.run(command, check=False).returncode == 143
    assert not list(tmp_path.iterdir())


def test_a_target_that_cannot_be_a_file_is_refused_before_anything_is_asked(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    targets = {
        tmp_path: "is a folder",
        tmp_path / "nowhere" / "file": "there is no folder",
        tmp_path / "pipe": "it is a device or a pipe",
        tmp_path / "loop": "cannot be written",
        tmp_path / ("x" * 300): "File name too long",
        tmp_path / "nul\0": "is no name of a file",
        Path("/dev/null"): "it is a device or a pipe",
        Path(): "is no name of a file",
    }
    before = sorted(tmp_path.iterdir())
    for target, told in targets.items():
        with pytest.raises(ExportRefused, match=told):
            write(target)
    assert sorted(tmp_path.iterdir()) == before
    for name in ("", str(tmp_path)):
        environment = {"LOYALTY_ADDRESS": "127.0.0.1:1", "LOYALTY_KEY": "key"}
        result = CliRunner().invoke(app, ["export", "entries", name, *SPAN], env=environment)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "asked", "form"),
    [
        ("june.csv", None, Format.CSV),
        ("june.CSV", None, Format.CSV),
        ("june.jsonl", Format.JSONL, Format.JSONL),
        ("june", None, Format.JSONL),
        ("june.txt", Format.CSV, Format.CSV),
    ],
)
def test_the_format_follows_the_suffix(name: str, asked: Format | None, form: Format) -> None:
    assert format_of(Path(name), asked) is form


def test_a_suffix_of_another_format_is_refused() -> None:
    with pytest.raises(ExportRefused, match="named as csv, but --format says jsonl"):
        format_of(Path("june.csv"), Format.JSONL)
