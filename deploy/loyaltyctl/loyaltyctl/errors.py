"""What can go wrong on this side of the wire.

LoyaltyctlError
├── BalanceFileRefused   a file of opening balances cannot be read
├── KeyRefused           the key cannot be sent
├── MemberNameRefused    a member or an identity is not written as it should be
├── NotConfirmed         what cannot be undone was not confirmed
├── ProgramFileRefused   a program file cannot be read
├── ProposalStateRefused a state of proposals is not written as it should be
└── ReplayFileRefused    a purchases file cannot be read
"""

from __future__ import annotations


class LoyaltyctlError(Exception):
    """Anything that is told to the user in plain words."""


class KeyRefused(LoyaltyctlError):
    """The key is missing or cannot be sent. Never says the key."""


class MemberNameRefused(LoyaltyctlError):
    """A member or an identity is not written as it should be."""


class NotConfirmed(LoyaltyctlError):
    """What cannot be undone was not confirmed."""


class ProgramFileRefused(LoyaltyctlError):
    """A program file cannot be read."""


class ProposalStateRefused(LoyaltyctlError):
    """A state of proposals is not written as it should be."""


class BalanceFileRefused(LoyaltyctlError):
    """A file of opening balances cannot be read."""


class ReplayFileRefused(LoyaltyctlError):
    """A purchases file cannot be read."""
