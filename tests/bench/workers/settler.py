"""A worker that writes down what is due, in a process of its own, at a time it is told."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.settle_accounts import settle_accounts
from loyalty_points.wiring import build_parts

from support.clocks import ManualClock

BATCH = 20
"""Accounts a run, as `work` takes."""

_state: dict[str, Any] = {}


@dataclass(frozen=True)
class Settled:
    """What a worker did, and what it takes."""

    accounts: int
    seconds: float
    cpu_seconds: float
    resident_kib: int


def start(settings: dict[str, Any]) -> None:
    """Connect this process to the database of those settings."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    _state["clock"] = ManualClock()
    registry = PluginRegistry.discover()
    _state["parts"] = build_parts(PointsSettings(**settings), registry, _state["clock"])


def settle(now: datetime, seconds_max: float = float("inf")) -> Settled:
    """Settle what is due at that time until nothing is, or the time is up."""
    _state["clock"].now = now
    parts, accounts = _state["parts"], 0
    began, cpu_began = time.perf_counter(), time.process_time()
    parts.book.refresh()
    while time.perf_counter() - began < seconds_max:
        done = settle_accounts(parts, BATCH)
        accounts += done
        if not done:
            break
    spent, cpu_spent = time.perf_counter() - began, time.process_time() - cpu_began
    return Settled(accounts, spent, cpu_spent, _resident_kib())


def _resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
