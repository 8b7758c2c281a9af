"""What keeps the suite from running here."""

from __future__ import annotations


class LocalError(Exception):
    """Anything that is told to the user as one sentence."""
