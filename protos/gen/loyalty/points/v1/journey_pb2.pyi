from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TriggerKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRIGGER_KIND_UNSPECIFIED: _ClassVar[TriggerKind]
    TRIGGER_KIND_SINCE_JOINING: _ClassVar[TriggerKind]
    TRIGGER_KIND_SINCE_LAST_PURCHASE: _ClassVar[TriggerKind]
    TRIGGER_KIND_BIRTHDAY: _ClassVar[TriggerKind]
    TRIGGER_KIND_ANNIVERSARY: _ClassVar[TriggerKind]
    TRIGGER_KIND_FIRST_VISIT: _ClassVar[TriggerKind]
    TRIGGER_KIND_TIER_CHANGED: _ClassVar[TriggerKind]
    TRIGGER_KIND_POINTS_EXPIRING: _ClassVar[TriggerKind]
    TRIGGER_KIND_PLUGIN: _ClassVar[TriggerKind]

class ActionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTION_KIND_UNSPECIFIED: _ClassVar[ActionKind]
    ACTION_KIND_AWARD_POINTS: _ClassVar[ActionKind]
    ACTION_KIND_PUBLISH_EVENT: _ClassVar[ActionKind]
    ACTION_KIND_CALL_WEBHOOK: _ClassVar[ActionKind]
    ACTION_KIND_PLUGIN: _ClassVar[ActionKind]
TRIGGER_KIND_UNSPECIFIED: TriggerKind
TRIGGER_KIND_SINCE_JOINING: TriggerKind
TRIGGER_KIND_SINCE_LAST_PURCHASE: TriggerKind
TRIGGER_KIND_BIRTHDAY: TriggerKind
TRIGGER_KIND_ANNIVERSARY: TriggerKind
TRIGGER_KIND_FIRST_VISIT: TriggerKind
TRIGGER_KIND_TIER_CHANGED: TriggerKind
TRIGGER_KIND_POINTS_EXPIRING: TriggerKind
TRIGGER_KIND_PLUGIN: TriggerKind
ACTION_KIND_UNSPECIFIED: ActionKind
ACTION_KIND_AWARD_POINTS: ActionKind
ACTION_KIND_PUBLISH_EVENT: ActionKind
ACTION_KIND_CALL_WEBHOOK: ActionKind
ACTION_KIND_PLUGIN: ActionKind

class Journey(_message.Message):
    __slots__ = ("journey_id", "trigger", "condition", "action")
    JOURNEY_ID_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_FIELD_NUMBER: _ClassVar[int]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    journey_id: str
    trigger: JourneyTrigger
    condition: JourneyCondition
    action: JourneyAction
    def __init__(self, journey_id: _Optional[str] = ..., trigger: _Optional[_Union[JourneyTrigger, _Mapping]] = ..., condition: _Optional[_Union[JourneyCondition, _Mapping]] = ..., action: _Optional[_Union[JourneyAction, _Mapping]] = ...) -> None: ...

class JourneyTrigger(_message.Message):
    __slots__ = ("kind", "days", "business_id", "tier_ids", "plugin")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_IDS_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    kind: TriggerKind
    days: _containers.RepeatedScalarFieldContainer[int]
    business_id: str
    tier_ids: _containers.RepeatedScalarFieldContainer[str]
    plugin: str
    def __init__(self, kind: _Optional[_Union[TriggerKind, str]] = ..., days: _Optional[_Iterable[int]] = ..., business_id: _Optional[str] = ..., tier_ids: _Optional[_Iterable[str]] = ..., plugin: _Optional[str] = ...) -> None: ...

class JourneyCondition(_message.Message):
    __slots__ = ("any_tags", "no_tags", "tier_ids", "any_segments", "home_business_ids", "min_available_points")
    ANY_TAGS_FIELD_NUMBER: _ClassVar[int]
    NO_TAGS_FIELD_NUMBER: _ClassVar[int]
    TIER_IDS_FIELD_NUMBER: _ClassVar[int]
    ANY_SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    HOME_BUSINESS_IDS_FIELD_NUMBER: _ClassVar[int]
    MIN_AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    any_tags: _containers.RepeatedScalarFieldContainer[str]
    no_tags: _containers.RepeatedScalarFieldContainer[str]
    tier_ids: _containers.RepeatedScalarFieldContainer[str]
    any_segments: _containers.RepeatedScalarFieldContainer[str]
    home_business_ids: _containers.RepeatedScalarFieldContainer[str]
    min_available_points: int
    def __init__(self, any_tags: _Optional[_Iterable[str]] = ..., no_tags: _Optional[_Iterable[str]] = ..., tier_ids: _Optional[_Iterable[str]] = ..., any_segments: _Optional[_Iterable[str]] = ..., home_business_ids: _Optional[_Iterable[str]] = ..., min_available_points: _Optional[int] = ...) -> None: ...

class JourneyAction(_message.Message):
    __slots__ = ("kind", "points", "funder", "reason", "event_name", "attributes", "subscription_id", "plugin")
    class AttributesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EVENT_NAME_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    kind: ActionKind
    points: int
    funder: str
    reason: str
    event_name: str
    attributes: _containers.ScalarMap[str, str]
    subscription_id: str
    plugin: str
    def __init__(self, kind: _Optional[_Union[ActionKind, str]] = ..., points: _Optional[int] = ..., funder: _Optional[str] = ..., reason: _Optional[str] = ..., event_name: _Optional[str] = ..., attributes: _Optional[_Mapping[str, str]] = ..., subscription_id: _Optional[str] = ..., plugin: _Optional[str] = ...) -> None: ...

class JourneyPolicy(_message.Message):
    __slots__ = ("run_at", "quiet_start", "quiet_end", "max_per_week")
    RUN_AT_FIELD_NUMBER: _ClassVar[int]
    QUIET_START_FIELD_NUMBER: _ClassVar[int]
    QUIET_END_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_WEEK_FIELD_NUMBER: _ClassVar[int]
    run_at: str
    quiet_start: str
    quiet_end: str
    max_per_week: int
    def __init__(self, run_at: _Optional[str] = ..., quiet_start: _Optional[str] = ..., quiet_end: _Optional[str] = ..., max_per_week: _Optional[int] = ...) -> None: ...
