import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import journey_pb2 as _journey_pb2
from loyalty.points.v1 import segment_pb2 as _segment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExpiryRounding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPIRY_ROUNDING_UNSPECIFIED: _ClassVar[ExpiryRounding]
    EXPIRY_ROUNDING_END_OF_DAY: _ClassVar[ExpiryRounding]
    EXPIRY_ROUNDING_END_OF_MONTH: _ClassVar[ExpiryRounding]
    EXPIRY_ROUNDING_END_OF_YEAR: _ClassVar[ExpiryRounding]

class ExpiryKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPIRY_KIND_UNSPECIFIED: _ClassVar[ExpiryKind]
    EXPIRY_KIND_NEVER: _ClassVar[ExpiryKind]
    EXPIRY_KIND_ROLLING: _ClassVar[ExpiryKind]
    EXPIRY_KIND_CALENDAR: _ClassVar[ExpiryKind]
    EXPIRY_KIND_INACTIVITY: _ClassVar[ExpiryKind]

class ExpiryUnit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPIRY_UNIT_UNSPECIFIED: _ClassVar[ExpiryUnit]
    EXPIRY_UNIT_DAYS: _ClassVar[ExpiryUnit]
    EXPIRY_UNIT_MONTHS: _ClassVar[ExpiryUnit]
    EXPIRY_UNIT_YEARS: _ClassVar[ExpiryUnit]

class QualifyBy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QUALIFY_BY_UNSPECIFIED: _ClassVar[QualifyBy]
    QUALIFY_BY_POINTS: _ClassVar[QualifyBy]
    QUALIFY_BY_SPEND: _ClassVar[QualifyBy]

class TierPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TIER_PERIOD_UNSPECIFIED: _ClassVar[TierPeriod]
    TIER_PERIOD_ROLLING: _ClassVar[TierPeriod]
    TIER_PERIOD_CALENDAR_YEAR: _ClassVar[TierPeriod]
    TIER_PERIOD_ANNIVERSARY: _ClassVar[TierPeriod]

class TierDowngrade(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TIER_DOWNGRADE_UNSPECIFIED: _ClassVar[TierDowngrade]
    TIER_DOWNGRADE_NONE: _ClassVar[TierDowngrade]
    TIER_DOWNGRADE_ONE_LEVEL: _ClassVar[TierDowngrade]
    TIER_DOWNGRADE_REASSESS: _ClassVar[TierDowngrade]

class EarningBase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EARNING_BASE_UNSPECIFIED: _ClassVar[EarningBase]
    EARNING_BASE_LESS_POINTS: _ClassVar[EarningBase]
    EARNING_BASE_NET: _ClassVar[EarningBase]

class HouseholdLeave(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOUSEHOLD_LEAVE_UNSPECIFIED: _ClassVar[HouseholdLeave]
    HOUSEHOLD_LEAVE_NOTHING: _ClassVar[HouseholdLeave]
    HOUSEHOLD_LEAVE_OWN_LOTS: _ClassVar[HouseholdLeave]
EXPIRY_ROUNDING_UNSPECIFIED: ExpiryRounding
EXPIRY_ROUNDING_END_OF_DAY: ExpiryRounding
EXPIRY_ROUNDING_END_OF_MONTH: ExpiryRounding
EXPIRY_ROUNDING_END_OF_YEAR: ExpiryRounding
EXPIRY_KIND_UNSPECIFIED: ExpiryKind
EXPIRY_KIND_NEVER: ExpiryKind
EXPIRY_KIND_ROLLING: ExpiryKind
EXPIRY_KIND_CALENDAR: ExpiryKind
EXPIRY_KIND_INACTIVITY: ExpiryKind
EXPIRY_UNIT_UNSPECIFIED: ExpiryUnit
EXPIRY_UNIT_DAYS: ExpiryUnit
EXPIRY_UNIT_MONTHS: ExpiryUnit
EXPIRY_UNIT_YEARS: ExpiryUnit
QUALIFY_BY_UNSPECIFIED: QualifyBy
QUALIFY_BY_POINTS: QualifyBy
QUALIFY_BY_SPEND: QualifyBy
TIER_PERIOD_UNSPECIFIED: TierPeriod
TIER_PERIOD_ROLLING: TierPeriod
TIER_PERIOD_CALENDAR_YEAR: TierPeriod
TIER_PERIOD_ANNIVERSARY: TierPeriod
TIER_DOWNGRADE_UNSPECIFIED: TierDowngrade
TIER_DOWNGRADE_NONE: TierDowngrade
TIER_DOWNGRADE_ONE_LEVEL: TierDowngrade
TIER_DOWNGRADE_REASSESS: TierDowngrade
EARNING_BASE_UNSPECIFIED: EarningBase
EARNING_BASE_LESS_POINTS: EarningBase
EARNING_BASE_NET: EarningBase
HOUSEHOLD_LEAVE_UNSPECIFIED: HouseholdLeave
HOUSEHOLD_LEAVE_NOTHING: HouseholdLeave
HOUSEHOLD_LEAVE_OWN_LOTS: HouseholdLeave

class Program(_message.Message):
    __slots__ = ("version", "effective_time", "publish_time", "publish_client_id", "time_zone", "businesses", "group_plugins", "tiers", "tier_window_days", "expiry", "limits", "earning_base", "tier_policy", "return_grace_days", "clearing", "household_leave", "journeys", "journey_policy", "notices", "segment_policy")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    BUSINESSES_FIELD_NUMBER: _ClassVar[int]
    GROUP_PLUGINS_FIELD_NUMBER: _ClassVar[int]
    TIERS_FIELD_NUMBER: _ClassVar[int]
    TIER_WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    EARNING_BASE_FIELD_NUMBER: _ClassVar[int]
    TIER_POLICY_FIELD_NUMBER: _ClassVar[int]
    RETURN_GRACE_DAYS_FIELD_NUMBER: _ClassVar[int]
    CLEARING_FIELD_NUMBER: _ClassVar[int]
    HOUSEHOLD_LEAVE_FIELD_NUMBER: _ClassVar[int]
    JOURNEYS_FIELD_NUMBER: _ClassVar[int]
    JOURNEY_POLICY_FIELD_NUMBER: _ClassVar[int]
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_POLICY_FIELD_NUMBER: _ClassVar[int]
    version: int
    effective_time: _timestamp_pb2.Timestamp
    publish_time: _timestamp_pb2.Timestamp
    publish_client_id: str
    time_zone: str
    businesses: _containers.RepeatedCompositeFieldContainer[Business]
    group_plugins: _containers.RepeatedCompositeFieldContainer[PluginConfig]
    tiers: _containers.RepeatedCompositeFieldContainer[Tier]
    tier_window_days: int
    expiry: ExpiryPolicy
    limits: Limits
    earning_base: EarningBase
    tier_policy: TierPolicy
    return_grace_days: int
    clearing: Clearing
    household_leave: HouseholdLeave
    journeys: _containers.RepeatedCompositeFieldContainer[_journey_pb2.Journey]
    journey_policy: _journey_pb2.JourneyPolicy
    notices: NoticePolicy
    segment_policy: _segment_pb2.SegmentPolicy
    def __init__(self, version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_client_id: _Optional[str] = ..., time_zone: _Optional[str] = ..., businesses: _Optional[_Iterable[_Union[Business, _Mapping]]] = ..., group_plugins: _Optional[_Iterable[_Union[PluginConfig, _Mapping]]] = ..., tiers: _Optional[_Iterable[_Union[Tier, _Mapping]]] = ..., tier_window_days: _Optional[int] = ..., expiry: _Optional[_Union[ExpiryPolicy, _Mapping]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., earning_base: _Optional[_Union[EarningBase, str]] = ..., tier_policy: _Optional[_Union[TierPolicy, _Mapping]] = ..., return_grace_days: _Optional[int] = ..., clearing: _Optional[_Union[Clearing, _Mapping]] = ..., household_leave: _Optional[_Union[HouseholdLeave, str]] = ..., journeys: _Optional[_Iterable[_Union[_journey_pb2.Journey, _Mapping]]] = ..., journey_policy: _Optional[_Union[_journey_pb2.JourneyPolicy, _Mapping]] = ..., notices: _Optional[_Union[NoticePolicy, _Mapping]] = ..., segment_policy: _Optional[_Union[_segment_pb2.SegmentPolicy, _Mapping]] = ...) -> None: ...

class NoticePolicy(_message.Message):
    __slots__ = ("expiring_soon_days", "tier_at_risk_days")
    EXPIRING_SOON_DAYS_FIELD_NUMBER: _ClassVar[int]
    TIER_AT_RISK_DAYS_FIELD_NUMBER: _ClassVar[int]
    expiring_soon_days: int
    tier_at_risk_days: int
    def __init__(self, expiring_soon_days: _Optional[int] = ..., tier_at_risk_days: _Optional[int] = ...) -> None: ...

class Business(_message.Message):
    __slots__ = ("business_id", "display_name", "time_zone", "currency_code", "stores", "plugins", "expiry", "max_points_per_day")
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    STORES_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_FIELD_NUMBER: _ClassVar[int]
    MAX_POINTS_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    business_id: str
    display_name: str
    time_zone: str
    currency_code: str
    stores: _containers.RepeatedCompositeFieldContainer[Store]
    plugins: _containers.RepeatedCompositeFieldContainer[PluginConfig]
    expiry: ExpiryPolicy
    max_points_per_day: int
    def __init__(self, business_id: _Optional[str] = ..., display_name: _Optional[str] = ..., time_zone: _Optional[str] = ..., currency_code: _Optional[str] = ..., stores: _Optional[_Iterable[_Union[Store, _Mapping]]] = ..., plugins: _Optional[_Iterable[_Union[PluginConfig, _Mapping]]] = ..., expiry: _Optional[_Union[ExpiryPolicy, _Mapping]] = ..., max_points_per_day: _Optional[int] = ...) -> None: ...

class Store(_message.Message):
    __slots__ = ("store_id", "time_zone")
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    store_id: str
    time_zone: str
    def __init__(self, store_id: _Optional[str] = ..., time_zone: _Optional[str] = ...) -> None: ...

class PluginConfig(_message.Message):
    __slots__ = ("plugin", "settings_json")
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_JSON_FIELD_NUMBER: _ClassVar[int]
    plugin: str
    settings_json: str
    def __init__(self, plugin: _Optional[str] = ..., settings_json: _Optional[str] = ...) -> None: ...

class Tier(_message.Message):
    __slots__ = ("tier_id", "display_name", "qualifying_points", "benefits", "qualifying_amount_minor")
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    BENEFITS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    tier_id: str
    display_name: str
    qualifying_points: int
    benefits: _containers.RepeatedScalarFieldContainer[str]
    qualifying_amount_minor: int
    def __init__(self, tier_id: _Optional[str] = ..., display_name: _Optional[str] = ..., qualifying_points: _Optional[int] = ..., benefits: _Optional[_Iterable[str]] = ..., qualifying_amount_minor: _Optional[int] = ...) -> None: ...

class Clearing(_message.Message):
    __slots__ = ("currency_code", "default_price", "pair_prices")
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_PRICE_FIELD_NUMBER: _ClassVar[int]
    PAIR_PRICES_FIELD_NUMBER: _ClassVar[int]
    currency_code: str
    default_price: TransferPrice
    pair_prices: _containers.RepeatedCompositeFieldContainer[PairPrice]
    def __init__(self, currency_code: _Optional[str] = ..., default_price: _Optional[_Union[TransferPrice, _Mapping]] = ..., pair_prices: _Optional[_Iterable[_Union[PairPrice, _Mapping]]] = ...) -> None: ...

class TransferPrice(_message.Message):
    __slots__ = ("points", "amount_minor")
    POINTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    points: int
    amount_minor: int
    def __init__(self, points: _Optional[int] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class PairPrice(_message.Message):
    __slots__ = ("debtor", "creditor", "price")
    DEBTOR_FIELD_NUMBER: _ClassVar[int]
    CREDITOR_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    debtor: str
    creditor: str
    price: TransferPrice
    def __init__(self, debtor: _Optional[str] = ..., creditor: _Optional[str] = ..., price: _Optional[_Union[TransferPrice, _Mapping]] = ...) -> None: ...

class TierPolicy(_message.Message):
    __slots__ = ("qualify_by", "period", "downgrade", "grace_days")
    QUALIFY_BY_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    DOWNGRADE_FIELD_NUMBER: _ClassVar[int]
    GRACE_DAYS_FIELD_NUMBER: _ClassVar[int]
    qualify_by: QualifyBy
    period: TierPeriod
    downgrade: TierDowngrade
    grace_days: int
    def __init__(self, qualify_by: _Optional[_Union[QualifyBy, str]] = ..., period: _Optional[_Union[TierPeriod, str]] = ..., downgrade: _Optional[_Union[TierDowngrade, str]] = ..., grace_days: _Optional[int] = ...) -> None: ...

class ExpiryPolicy(_message.Message):
    __slots__ = ("months", "rounding", "kind", "count", "unit", "calendar_days")
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_DAYS_FIELD_NUMBER: _ClassVar[int]
    months: int
    rounding: ExpiryRounding
    kind: ExpiryKind
    count: int
    unit: ExpiryUnit
    calendar_days: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, months: _Optional[int] = ..., rounding: _Optional[_Union[ExpiryRounding, str]] = ..., kind: _Optional[_Union[ExpiryKind, str]] = ..., count: _Optional[int] = ..., unit: _Optional[_Union[ExpiryUnit, str]] = ..., calendar_days: _Optional[_Iterable[str]] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_purchase_age", "max_future_skew", "max_points_per_purchase", "transfers", "max_unapproved_adjustment_points", "members", "max_claim_age", "max_hold")
    MAX_PURCHASE_AGE_FIELD_NUMBER: _ClassVar[int]
    MAX_FUTURE_SKEW_FIELD_NUMBER: _ClassVar[int]
    MAX_POINTS_PER_PURCHASE_FIELD_NUMBER: _ClassVar[int]
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    MAX_UNAPPROVED_ADJUSTMENT_POINTS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    MAX_CLAIM_AGE_FIELD_NUMBER: _ClassVar[int]
    MAX_HOLD_FIELD_NUMBER: _ClassVar[int]
    max_purchase_age: _duration_pb2.Duration
    max_future_skew: _duration_pb2.Duration
    max_points_per_purchase: int
    transfers: TransferLimits
    max_unapproved_adjustment_points: int
    members: MemberLimits
    max_claim_age: _duration_pb2.Duration
    max_hold: _duration_pb2.Duration
    def __init__(self, max_purchase_age: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_future_skew: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_points_per_purchase: _Optional[int] = ..., transfers: _Optional[_Union[TransferLimits, _Mapping]] = ..., max_unapproved_adjustment_points: _Optional[int] = ..., members: _Optional[_Union[MemberLimits, _Mapping]] = ..., max_claim_age: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_hold: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class MemberLimits(_message.Message):
    __slots__ = ("max_earned_points_per_day", "max_earned_points_per_month", "max_redeemed_points_per_day", "max_redeemed_points_per_month", "max_redemptions", "redemption_span")
    MAX_EARNED_POINTS_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    MAX_EARNED_POINTS_PER_MONTH_FIELD_NUMBER: _ClassVar[int]
    MAX_REDEEMED_POINTS_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    MAX_REDEEMED_POINTS_PER_MONTH_FIELD_NUMBER: _ClassVar[int]
    MAX_REDEMPTIONS_FIELD_NUMBER: _ClassVar[int]
    REDEMPTION_SPAN_FIELD_NUMBER: _ClassVar[int]
    max_earned_points_per_day: int
    max_earned_points_per_month: int
    max_redeemed_points_per_day: int
    max_redeemed_points_per_month: int
    max_redemptions: int
    redemption_span: _duration_pb2.Duration
    def __init__(self, max_earned_points_per_day: _Optional[int] = ..., max_earned_points_per_month: _Optional[int] = ..., max_redeemed_points_per_day: _Optional[int] = ..., max_redeemed_points_per_month: _Optional[int] = ..., max_redemptions: _Optional[int] = ..., redemption_span: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class TransferLimits(_message.Message):
    __slots__ = ("max_points_per_transfer", "max_points_per_day")
    MAX_POINTS_PER_TRANSFER_FIELD_NUMBER: _ClassVar[int]
    MAX_POINTS_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    max_points_per_transfer: int
    max_points_per_day: int
    def __init__(self, max_points_per_transfer: _Optional[int] = ..., max_points_per_day: _Optional[int] = ...) -> None: ...
