"""What can go wrong on this side of the wire.

LoyaltyctlError
├── BalanceFileRefused   a file of opening balances cannot be read
├── DurationRefused      a duration is not written as it should be
├── ExportRefused        a file cannot be written as it was asked for
├── Interrupted          Ctrl-C left it open what came of a write
├── KeyRefused           the key cannot be sent
├── MemberNameRefused    a member or an identity is not written as it should be
├── NotConfirmed         what cannot be undone was not confirmed
├── ProgramFileRefused   a program file cannot be read
├── ProposalStateRefused a state of proposals is not written as it should be
├── PurchaseNameRefused  a purchase, or a part of one, is not written as it should be
├── RepeatNotExact       a request is to be repeated, and not all of it was said
├── ReplayFileRefused    a purchases file cannot be read
└── StoreNotSaid         the store of a return was not said, and cannot be known
"""

from __future__ import annotations

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


class LoyaltyctlError(Exception):
    """Anything that is told to the user in plain words."""


class ExportRefused(LoyaltyctlError):
    """A file cannot be written as it was asked for."""


class Interrupted(LoyaltyctlError):
    """Ctrl-C left it open what came of a write."""


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


class DurationRefused(LoyaltyctlError):
    """A duration is not written as it should be."""


class PurchaseNameRefused(LoyaltyctlError):
    """A purchase, or a part of one, is not written as it should be."""


class RepeatNotExact(LoyaltyctlError):
    """A request is to be repeated, and not all of what it said was said again."""


class StoreNotSaid(LoyaltyctlError):
    """The store of a return was not said, and cannot be known."""


class SubscriptionUnknown(LoyaltyctlError):
    """No subscription of this client has that id."""


class DeliveryStateRefused(LoyaltyctlError):
    """No state of deliveries is called so."""
