"""The businesses of the sample program."""

from __future__ import annotations

DINING = "dining"
FUEL = "fuel"
HOTEL = "hotel"
RETAIL = "retail"

BUSINESSES = (DINING, FUEL, HOTEL, RETAIL)
CURRENCY = "USD"
ZONE = "America/New_York"
