"""Structured logs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

import structlog

STANDARD_ERROR = 2

# Made once: `json.dumps` with options makes an encoder for each line.
_ENCODER = json.JSONEncoder(ensure_ascii=True, default=repr)


def configure_logs(level: str) -> None:
    """Send logs of `level` (such as "INFO") and above to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_encoded),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=_StandardError,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Structured()], force=True)


class _Structured(logging.Handler):
    """Writes what libraries warn of as our own lines are: they log by the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        level = max(logging.DEBUG, min(record.levelno, logging.CRITICAL)) // 10 * 10
        told = {"logger": record.name, "exc_info": record.exc_info}
        structlog.get_logger().log(level, record.getMessage(), **told)


class _StandardError:
    """Writes each line at once, without a lock.

    structlog's own loggers take one: threads that serve calls queue for it, as whoever holds
    it waits for the interpreter after each write.
    """

    def __init__(self, *_: object) -> None:
        """Write to what is standard error by then; a logger's name is not told."""

    def msg(self, line: bytes) -> None:
        """Write a line; what the system did not take at once, too."""
        left = line + b"\n"
        while left:
            left = left[os.write(STANDARD_ERROR, left) :]

    debug = info = warning = error = critical = msg


def _encoded(event: Any, **_: object) -> bytes:  # noqa: ANN401, structlog's
    return _ENCODER.encode(event).encode()
