"""What can go wrong on this side of the wire.

LoyaltyctlError
├── KeyRefused           the key cannot be sent
├── MemberNameRefused    a member or an identity is not written as it should be
├── ProgramFileRefused   a program file cannot be read
└── ReplayFileRefused    a purchases file cannot be read
"""

from __future__ import annotations


class LoyaltyctlError(Exception):
    """Anything that is told to the user in plain words."""


class KeyRefused(LoyaltyctlError):
    """The key is missing or cannot be sent. Never says the key."""


class MemberNameRefused(LoyaltyctlError):
    """A member or an identity is not written as it should be."""


class ProgramFileRefused(LoyaltyctlError):
    """A program file cannot be read."""


class ReplayFileRefused(LoyaltyctlError):
    """A purchases file cannot be read."""
