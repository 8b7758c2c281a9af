"""Lots: points that came together and expire together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

_SEPARATOR = "~"
NEVER_MS = 2**63 - 1
"""The expiry of what has none, so that it comes last."""
AWAITING_MS = 2**63 - 1
"""The activation of points that wait for the till to confirm their purchase."""


@dataclass(frozen=True, slots=True)
class LotKey:
    """What makes points one lot. Its text is the lot's id, so equal points merge."""

    funder: str
    """Who pays: a business, "group" or a partner."""
    activate_ms: int
    """When it becomes spendable; 0 where it was at once or has come, AWAITING_MS where the
    till has to confirm it."""
    expire_ms: int
    """From when on it is not; 0 for never."""
    earner: str
    """The member who earned it."""
    slide: str = ""
    """How far each activity of the member moves its expiry on; empty where none does."""

    @property
    def lot_id(self) -> str:
        """The id: the parts, joined by "~", which none of them holds."""
        fixed = (self.funder, str(self.activate_ms), str(self.expire_ms), self.earner)
        return _SEPARATOR.join((*fixed, self.slide) if self.slide else fixed)

    @classmethod
    def parse(cls, lot_id: str) -> LotKey:
        """Return the key that a lot's id stands for."""
        funder, activate_ms, expire_ms, earner, *slide = lot_id.split(_SEPARATOR)
        return cls(funder, int(activate_ms), int(expire_ms), earner, *slide)

    @property
    def activated(self) -> LotKey:
        """The lot that these points are in once they are active."""
        return replace(self, activate_ms=0)


class Lot(NamedTuple):
    """An open lot: more than zero points.

    A tuple, as a read account makes up to 200 of them: a frozen dataclass takes twice as long.
    """

    lot_id: str
    points: int
    since_ms: int
    """When its oldest points were earned."""
    activate_ms: int
    expire_ms: int
    """2^63-1 for never, so that such lots come last."""

    @property
    def expires(self) -> bool:
        """Whether it has an expiry at all."""
        return self.expire_ms != NEVER_MS

    @classmethod
    def open(cls, lot_id: str, points: int, since_ms: int) -> Lot:
        """Return the lot of that id, with what the id says."""
        _, activate_ms, expire_ms, _ = lot_id.split(_SEPARATOR, 3)
        return cls(lot_id, points, since_ms, int(activate_ms), int(expire_ms) or NEVER_MS)

    def is_pending(self, now_ms: int) -> bool:
        """Tell whether it is not spendable yet."""
        return self.activate_ms > now_ms

    def is_due(self, now_ms: int) -> bool:
        """Tell whether it is past its expiry."""
        return self.expire_ms <= now_ms

    def is_spendable(self, now_ms: int) -> bool:
        """Tell whether its points can be spent."""
        return self.activate_ms <= now_ms < self.expire_ms

    @property
    def awaits_time(self) -> bool:
        """Whether its activation is an instant that a worker has to act on."""
        return 0 < self.activate_ms < AWAITING_MS

    @property
    def funder(self) -> str:
        """Who pays for it."""
        return self.lot_id.partition(_SEPARATOR)[0]


spending_order = attrgetter("expire_ms", "since_ms", "lot_id")
"""Soonest expiry first, never-expiring last; then oldest; then by id, so that it is one order."""


@dataclass(frozen=True, slots=True)
class LotChange:
    """What an entry does to one lot."""

    lot_id: str
    points: int
    """Put in (above zero) or taken out (below)."""
    since_ms: int
    """When these points, or for points taken the lot's oldest, were earned."""
