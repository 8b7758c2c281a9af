"""Runs the benchmark as `python tests/bench/run.py`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

if __name__ == "__main__":
    from bench.app import app

    app(prog_name="bench")
