import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
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

class EarningBase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EARNING_BASE_UNSPECIFIED: _ClassVar[EarningBase]
    EARNING_BASE_LESS_POINTS: _ClassVar[EarningBase]
    EARNING_BASE_NET: _ClassVar[EarningBase]
EXPIRY_ROUNDING_UNSPECIFIED: ExpiryRounding
EXPIRY_ROUNDING_END_OF_DAY: ExpiryRounding
EXPIRY_ROUNDING_END_OF_MONTH: ExpiryRounding
EARNING_BASE_UNSPECIFIED: EarningBase
EARNING_BASE_LESS_POINTS: EarningBase
EARNING_BASE_NET: EarningBase

class Program(_message.Message):
    __slots__ = ("version", "effective_time", "publish_time", "publish_client_id", "time_zone", "businesses", "group_plugins", "tiers", "tier_window_days", "expiry", "limits", "earning_base")
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
    def __init__(self, version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_client_id: _Optional[str] = ..., time_zone: _Optional[str] = ..., businesses: _Optional[_Iterable[_Union[Business, _Mapping]]] = ..., group_plugins: _Optional[_Iterable[_Union[PluginConfig, _Mapping]]] = ..., tiers: _Optional[_Iterable[_Union[Tier, _Mapping]]] = ..., tier_window_days: _Optional[int] = ..., expiry: _Optional[_Union[ExpiryPolicy, _Mapping]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., earning_base: _Optional[_Union[EarningBase, str]] = ...) -> None: ...

class Business(_message.Message):
    __slots__ = ("business_id", "display_name", "time_zone", "currency_code", "stores", "plugins", "expiry")
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    STORES_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_FIELD_NUMBER: _ClassVar[int]
    business_id: str
    display_name: str
    time_zone: str
    currency_code: str
    stores: _containers.RepeatedCompositeFieldContainer[Store]
    plugins: _containers.RepeatedCompositeFieldContainer[PluginConfig]
    expiry: ExpiryPolicy
    def __init__(self, business_id: _Optional[str] = ..., display_name: _Optional[str] = ..., time_zone: _Optional[str] = ..., currency_code: _Optional[str] = ..., stores: _Optional[_Iterable[_Union[Store, _Mapping]]] = ..., plugins: _Optional[_Iterable[_Union[PluginConfig, _Mapping]]] = ..., expiry: _Optional[_Union[ExpiryPolicy, _Mapping]] = ...) -> None: ...

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
    __slots__ = ("tier_id", "display_name", "qualifying_points")
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    tier_id: str
    display_name: str
    qualifying_points: int
    def __init__(self, tier_id: _Optional[str] = ..., display_name: _Optional[str] = ..., qualifying_points: _Optional[int] = ...) -> None: ...

class ExpiryPolicy(_message.Message):
    __slots__ = ("months", "rounding")
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_FIELD_NUMBER: _ClassVar[int]
    months: int
    rounding: ExpiryRounding
    def __init__(self, months: _Optional[int] = ..., rounding: _Optional[_Union[ExpiryRounding, str]] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_purchase_age", "max_future_skew", "max_points_per_purchase")
    MAX_PURCHASE_AGE_FIELD_NUMBER: _ClassVar[int]
    MAX_FUTURE_SKEW_FIELD_NUMBER: _ClassVar[int]
    MAX_POINTS_PER_PURCHASE_FIELD_NUMBER: _ClassVar[int]
    max_purchase_age: _duration_pb2.Duration
    max_future_skew: _duration_pb2.Duration
    max_points_per_purchase: int
    def __init__(self, max_purchase_age: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_future_skew: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_points_per_purchase: _Optional[int] = ...) -> None: ...
