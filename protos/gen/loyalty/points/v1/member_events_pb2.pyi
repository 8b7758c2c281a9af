import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MemberEnrolled(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class MemberUpdated(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class IdentityLinked(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class IdentityUnlinked(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class MemberMerged(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "merged_member_id", "moved_points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    MERGED_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    merged_member_id: str
    moved_points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., merged_member_id: _Optional[str] = ..., moved_points: _Optional[int] = ...) -> None: ...

class MemberClosed(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "reason", "forfeited_points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FORFEITED_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    reason: str
    forfeited_points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., forfeited_points: _Optional[int] = ...) -> None: ...

class AccountFrozen(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class AccountUnfrozen(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class HouseholdJoined(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "moved_points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    moved_points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., moved_points: _Optional[int] = ...) -> None: ...

class HouseholdLeft(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "moved_points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    moved_points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., moved_points: _Optional[int] = ...) -> None: ...

class TierChanged(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "tier_id", "previous_tier_id")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    tier_id: str
    previous_tier_id: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., tier_id: _Optional[str] = ..., previous_tier_id: _Optional[str] = ...) -> None: ...

class TierAtRisk(_message.Message):
    __slots__ = ("account_id", "member_id", "tier_id", "review_time", "tier_id_after_review")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_TIME_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_AFTER_REVIEW_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    member_id: str
    tier_id: str
    review_time: _timestamp_pb2.Timestamp
    tier_id_after_review: str
    def __init__(self, account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., tier_id: _Optional[str] = ..., review_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., tier_id_after_review: _Optional[str] = ...) -> None: ...

class JourneyReached(_message.Message):
    __slots__ = ("account_id", "member_id", "event_time", "journey_id", "occurrence", "code", "attributes", "subscription_id")
    class AttributesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    JOURNEY_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRENCE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    journey_id: str
    occurrence: str
    code: str
    attributes: _containers.ScalarMap[str, str]
    subscription_id: str
    def __init__(self, account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., journey_id: _Optional[str] = ..., occurrence: _Optional[str] = ..., code: _Optional[str] = ..., attributes: _Optional[_Mapping[str, str]] = ..., subscription_id: _Optional[str] = ...) -> None: ...
