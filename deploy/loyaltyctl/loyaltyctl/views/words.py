"""Values as words."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1.entry_pb2 import EntryKind

_KIND_PREFIX = "ENTRY_KIND_"

# Decimal places by ISO 4217 where they are not two.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def moment(time: Timestamp) -> str:
    """Write an instant to the minute."""
    return time.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%d %H:%M UTC")


def second(time: Timestamp) -> str:
    """Write an instant to the second."""
    return time.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def day(time: Timestamp) -> str:
    """Write the day of an instant."""
    return time.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%d")


def signed(points: int) -> str:
    """Write points with their sign, such as "+1,200" and "-30"."""
    return f"{points:+,}"


def money(amount_minor: int, currency_code: str) -> str:
    """Write money in the currency's unit, such as "12.30 USD" and "1,230 JPY"."""
    decimals = _DECIMALS.get(currency_code, 2)
    return f"{Decimal(amount_minor).scaleb(-decimals):,.{decimals}f} {currency_code}".strip()


def kind(number: EntryKind) -> str:
    """Write what an entry records, such as "member enrolled"."""
    name = EntryKind.Name(number) if number in EntryKind.values() else str(number)
    return name.removeprefix(_KIND_PREFIX).replace("_", " ").lower()
