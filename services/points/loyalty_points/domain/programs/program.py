"""The program: the group's businesses and what holds for them, from when on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from loyalty_points.domain.errors import BusinessNotFound, StoreNotFound
from loyalty_points.domain.journeys.journey import Journey, JourneyPolicy
from loyalty_points.domain.programs.policies import ExpiryPolicy, Tier, TierPolicy
from loyalty_points.domain.programs.segment_policy import SegmentPolicy
from loyalty_points.domain.programs.transfer_prices import Clearing

MAX_HOLD_SECONDS = 7 * 86_400
"""The longest that a hold lives where the program does not say."""


class _Part(BaseModel):
    """A part of a program: never changed, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class EarningBase(StrEnum):
    """The amount of a line that rules reckon with."""

    LESS_POINTS = "less_points"
    NET = "net"


class HouseholdLeave(StrEnum):
    """What somebody who leaves a household takes along."""

    NOTHING = "nothing"
    OWN_LOTS = "own_lots"


class PluginConfig(_Part):
    """A plugin by name, with its settings as a JSON object."""

    plugin: str
    settings_json: str


class Store(_Part):
    """One store of a business; an empty zone is the business's."""

    store_id: str
    time_zone: str


class TransferLimits(_Part):
    """What members may send to each other."""

    max_points_per_transfer: int
    max_points_per_day: int
    """By sender and day of the program's zone."""


class MemberLimits(_Part):
    """What one member may earn and redeem in a time; 0 for no limit."""

    max_earned_points_per_day: int = 0
    max_earned_points_per_month: int = 0
    max_redeemed_points_per_day: int = 0
    max_redeemed_points_per_month: int = 0
    max_redemptions: int = 0
    """Within any `redemption_span_seconds`."""
    redemption_span_seconds: int = 0


class Limits(_Part):
    """What is refused or cut."""

    max_purchase_age_seconds: int
    max_future_skew_seconds: int
    max_points_per_purchase: int
    transfers: TransferLimits | None = None
    """None where members may not transfer points."""
    max_unapproved_adjustment_points: int = 0
    """Adjustments of more points need a second operator."""
    members: MemberLimits = MemberLimits()
    max_claim_age_seconds: int = 0
    """0 where purchases without a member are not recorded."""
    max_hold_seconds: int = MAX_HOLD_SECONDS
    """How long a hold may live at most."""


class Business(_Part):
    """One business of the group."""

    business_id: str
    display_name: str
    time_zone: str
    currency_code: str
    stores: tuple[Store, ...]
    plugins: tuple[PluginConfig, ...]
    expiry: ExpiryPolicy | None
    max_points_per_day: int = 0
    """What all purchases of a local day earn together; 0 for no limit."""

    @cached_property
    def zones(self) -> dict[str, str]:
        """Zone name by store id."""
        return {store.store_id: store.time_zone or self.time_zone for store in self.stores}

    def zone_of(self, store_id: str) -> str:
        """Return the zone's name of one of its stores. Raises StoreNotFound."""
        try:
            return self.zones[store_id]
        except KeyError:
            raise StoreNotFound(
                f"business {self.business_id!r} has no store {store_id!r}",
                {"business_id": self.business_id, "store_id": store_id},
            ) from None


class Notices(_Part):
    """How many days ahead members are told of what is to come; 0 for not at all."""

    expiring_soon_days: int = 30
    tier_at_risk_days: int = 30


class Program(_Part):
    """One published version."""

    version: int
    effective_time: datetime
    publish_time: datetime
    publish_client_id: str
    time_zone: str
    businesses: tuple[Business, ...]
    group_plugins: tuple[PluginConfig, ...]
    tiers: tuple[Tier, ...]
    tier_window_days: int
    expiry: ExpiryPolicy
    limits: Limits
    earning_base: EarningBase
    tier_policy: TierPolicy = TierPolicy()
    return_grace_days: int = 0
    """How long points live that a return brings back after their expiry."""
    clearing: Clearing | None = None
    """Without it points are cleared, and money is zero."""

    household_leave: HouseholdLeave = HouseholdLeave.NOTHING
    journeys: tuple[Journey, ...] = ()
    journey_policy: JourneyPolicy = JourneyPolicy()
    notices: Notices = Notices()
    segment_policy: SegmentPolicy | None = None
    """None where there are no segments."""

    @cached_property
    def businesses_by_id(self) -> dict[str, Business]:
        """The businesses by id."""
        return {business.business_id: business for business in self.businesses}

    def business(self, business_id: str) -> Business:
        """Return the business of that id. Raises BusinessNotFound."""
        try:
            return self.businesses_by_id[business_id]
        except KeyError:
            raise BusinessNotFound(
                f"the program in force has no business {business_id!r}",
                {"business_id": business_id},
            ) from None

    def zone_of_funder(self, funder: str) -> str:
        """Return the zone of a funder's days: the business's, or the program's."""
        business = self.businesses_by_id.get(funder)
        return business.time_zone if business else self.time_zone

    def expiry_of(self, business: Business) -> ExpiryPolicy:
        """Return the policy for points that a business's own plugins give."""
        return business.expiry or self.expiry
