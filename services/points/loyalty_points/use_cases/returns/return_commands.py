"""What callers ask for about returns: as in `commands`, which holds the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

REVERSE_PURCHASE = "reverse_purchase"
REVERSE_REDEMPTION = "reverse_redemption"
CONFIRM_PURCHASE = "confirm_purchase"
CANCEL_PENDING = "cancel_pending"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    business_id: str
    store_id: str
    receipt_number: str
    date: str
    """"YYYY-MM-DD", at the store."""


@dataclass(frozen=True, slots=True)
class Original:
    """An entry that is to be undone or settled, by one of these."""

    entry_id: str = ""
    receipt: Receipt | None = None
    request_id: str = ""
    """Of this client; which operation it was of is for the command to say."""


@dataclass(frozen=True, slots=True)
class WantedLine:
    """What of a line is returned: a quantity, an amount, or all that is left."""

    line_id: str
    quantity_milli: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class ReversePurchase:
    """Return lines, an amount, or all that is left where neither is given."""

    original: Original
    store_id: str
    lines: tuple[WantedLine, ...]
    amount_minor: int
    is_void: bool
    return_time: datetime
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ReverseRedemption:
    """Give back points of a redemption, 0 for all that are left."""

    original: Original
    store_id: str
    points: int
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ConfirmPurchase:
    """Make the points that wait for a purchase active."""

    original: Original


@dataclass(frozen=True, slots=True)
class CancelPending:
    """Take a purchase's pending points back."""

    original: Original
    reason: str
