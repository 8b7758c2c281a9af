"""Households as members: what identifies them, and who pays with points. Made by seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from loyalty.points.v1.member_pb2 import Identity, IdentityType, MemberAttributes
from loyaltyctl.replaying import MemberSeed

from .ids import RETAIL

PHONE_SHARE = 0.4
PAYER_SHARE = 0.4
PAYING_SHARE = 0.25
DAYS_IN_EVERY_MONTH = 28
CARD_PREFIX = "CJ-"

# Numbers 555-0100 to 555-0199 of every area code are set aside for fiction.
AREA_CODES = (
    *(201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219),
    *(224, 225, 228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267),
)


@dataclass(frozen=True, slots=True)
class Household:
    """One household of the data."""

    household_id: int
    birthday: str
    phone: str
    """Empty for those who gave none."""
    pays_with_points: bool

    @property
    def card(self) -> Identity:
        """The card that finds the member."""
        value = f"{CARD_PREFIX}{self.household_id:06d}"
        return Identity(type=IdentityType.IDENTITY_TYPE_CARD, value=value)

    def member_seed(self) -> MemberSeed:
        """Return the household as a member to enroll."""
        phone = Identity(type=IdentityType.IDENTITY_TYPE_PHONE, value=self.phone)
        identities = (self.card, phone) if self.phone else (self.card,)
        attributes = MemberAttributes(birthday=self.birthday, home_business_id=RETAIL)
        return MemberSeed(identities, attributes)


def household_of(household_id: int, seed: int) -> Household:
    """Return a household; the same for the same seed."""
    dice = random.Random(f"household:{seed}:{household_id}")  # noqa: S311, to be repeated
    birthday = f"--{dice.randint(1, 12):02d}-{dice.randint(1, DAYS_IN_EVERY_MONTH):02d}"
    has_phone = dice.random() < PHONE_SHARE
    return Household(
        household_id=household_id,
        birthday=birthday,
        phone=_phone(household_id) if has_phone else "",
        pays_with_points=dice.random() < PAYER_SHARE,
    )


def member_seed_of(identity: Identity, seed: int) -> MemberSeed:
    """Return the member whom an identity names: a household of the data, with all it told."""
    number = identity.value.removeprefix(CARD_PREFIX)
    if number.isdecimal() and int(number) < 100 * len(AREA_CODES):
        household = household_of(int(number), seed)
        if household.card == identity:
            return household.member_seed()
    return MemberSeed((identity,))


def pays_with_points(household: Household, request_id: str, seed: int) -> bool:
    """Tell whether a household pays for this purchase with what points it has."""
    dice = random.Random(f"payment:{seed}:{request_id}")  # noqa: S311, to be repeated
    return household.pays_with_points and dice.random() < PAYING_SHARE


def _phone(household_id: int) -> str:
    area, last = divmod(household_id, 100)
    return f"+1{AREA_CODES[area]}55501{last:02d}"
