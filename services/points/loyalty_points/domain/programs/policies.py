"""What a program says of expiry and tiers. The functions beside this apply it."""

from __future__ import annotations

from enum import StrEnum

from loyalty_sdk import ExpiryKind, ExpiryOverride, ExpiryRounding, ExpiryUnit
from pydantic import BaseModel, ConfigDict


class _Policy(BaseModel):
    """A part of a program: never changed, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ExpiryPolicy(_Policy):
    """When points expire, counted from when they become spendable.

    Without a `kind`, after so many `months`, 0 for never: what the first programs said.
    """

    months: int
    rounding: ExpiryRounding = ExpiryRounding.END_OF_DAY
    kind: ExpiryKind | None = None
    count: int = 0
    """How many units, where the kind counts."""
    unit: ExpiryUnit = ExpiryUnit.MONTHS
    calendar_days: tuple[str, ...] = ()
    """The last days of a calendar expiry, "MM-DD"."""

    @property
    def in_force(self) -> ExpiryKind:
        """The kind, also where none is named."""
        if self.kind is not None:
            return self.kind
        return ExpiryKind.ROLLING if self.months else ExpiryKind.NEVER

    @property
    def slides(self) -> bool:
        """Whether the expiry moves on with every activity of the member."""
        return self.kind is ExpiryKind.INACTIVITY

    @classmethod
    def of(cls, override: ExpiryOverride) -> ExpiryPolicy:
        """Return the policy that a rule's override stands for."""
        return cls(
            months=0,
            rounding=override.rounding,
            kind=override.kind,
            count=override.count,
            unit=override.unit,
            calendar_days=override.calendar_days,
        )


class QualifyBy(StrEnum):
    """What counts toward a tier."""

    POINTS = "points"
    SPEND = "spend"


class TierPeriod(StrEnum):
    """Over which days what qualifies is added up, and after which a tier is reviewed."""

    ROLLING = "rolling"
    CALENDAR_YEAR = "calendar_year"
    ANNIVERSARY = "anniversary"


class Downgrade(StrEnum):
    """What a review does with a tier that was not earned again."""

    NONE = "none"
    ONE_LEVEL = "one_level"
    REASSESS = "reassess"


class TierPolicy(_Policy):
    """How tiers are earned and kept."""

    qualify_by: QualifyBy = QualifyBy.POINTS
    period: TierPeriod = TierPeriod.ROLLING
    downgrade: Downgrade = Downgrade.NONE
    grace_days: int = 0
    """By so many days a review comes later, and so much longer what qualifies counts for it."""


class Tier(_Policy):
    """A level, and what reaches it."""

    tier_id: str
    display_name: str
    qualifying_points: int
    benefits: tuple[str, ...] = ()
    """What it brings, as codes for rules and callers."""
    qualifying_amount_minor: int = 0
    """What reaches it where spend qualifies."""

    def threshold(self, qualify_by: QualifyBy) -> int:
        """Return the points, or the amount, that reach it."""
        if qualify_by is QualifyBy.SPEND:
            return self.qualifying_amount_minor
        return self.qualifying_points
