"""Structured logs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _encoded(event: Any, **_: object) -> str:  # noqa: ANN401, structlog's
    return _ENCODER.encode(event)
