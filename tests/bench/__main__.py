"""Runs the benchmark as `python -m bench`, with PYTHONPATH=tests."""

from __future__ import annotations

if __name__ == "__main__":
    from bench.app import app

    app(prog_name="bench")
