"""Structured logs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import structlog

from loyalty_chassis.log_lines import LogLines

# Made once: `json.dumps` with options makes an encoder for each line.
_ENCODER = json.JSONEncoder(ensure_ascii=True, default=repr)

_lines = LogLines()


def configure_logs(level: str) -> None:
    """Send logs of `level` (such as "INFO") and above to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.MaybeTimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_encoded),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=_StandardError,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Structured()], force=True)


def gather_logs() -> None:
    """Write the lines of short calls together, up to 20 ms late; for a server's process."""
    _lines.gather()


def log_later(log: Callable[[], object]) -> None:
    """Call what logs a line, up to 20 ms later where lines are gathered."""
    _lines.defer(log)


class _Structured(logging.Handler):
    """Writes what libraries warn of as our own lines are: they log by the standard library."""

    def createLock(self) -> None:  # noqa: N802, the standard library's
        """Take none: lines have their own, and who held both in another order would hang."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        level = max(logging.DEBUG, min(record.levelno, logging.CRITICAL)) // 10 * 10
        told = {"logger": record.name, "exc_info": record.exc_info}
        try:
            structlog.get_logger().log(level, record.getMessage(), **told)
        except Exception:  # noqa: BLE001  # of a record that is wrong: not its library's to bear
            self.handleError(record)


class _StandardError:
    """Writes what structlog tells of; what is amiss at once."""

    def __init__(self, *_: object) -> None:
        """Write to what is standard error by then; a logger's name is not told."""

    def info(self, line: bytes) -> None:
        """Write a line, with others where lines are gathered."""
        _lines.write(line + b"\n")

    def warning(self, line: bytes) -> None:
        """Write a line, and all before it."""
        _lines.write(line + b"\n", at_once=True)

    msg = debug = info
    error = critical = warning


def _encoded(event: Any, **_: object) -> bytes:  # noqa: ANN401, structlog's
    return _ENCODER.encode(event).encode()
