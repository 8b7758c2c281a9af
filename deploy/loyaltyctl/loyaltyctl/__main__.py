"""Runs the command as `python -m loyaltyctl`."""

from __future__ import annotations

from .app import app

if __name__ == "__main__":
    app(prog_name="loyaltyctl")
