"""Runs the command as `python -m loyalty_local`."""

from __future__ import annotations

from .app import app

if __name__ == "__main__":
    app(prog_name="loyalty-local")
