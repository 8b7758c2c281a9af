"""What an audit compares."""

from __future__ import annotations

Check = tuple[str, object, object]
"""What is compared, what it must be, what it is."""
