"""What keeps a process from starting through no fault of the code."""

from __future__ import annotations


class CannotStart(Exception):
    """The operator can mend it, and the message says how: said without a trace."""
