"""What operators ask for about clearing."""

from __future__ import annotations

CLOSE_CLEARING = "close_clearing"
