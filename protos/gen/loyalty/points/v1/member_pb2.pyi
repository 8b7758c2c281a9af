import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IdentityType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IDENTITY_TYPE_UNSPECIFIED: _ClassVar[IdentityType]
    IDENTITY_TYPE_PHONE: _ClassVar[IdentityType]
    IDENTITY_TYPE_CARD: _ClassVar[IdentityType]
    IDENTITY_TYPE_APP_ID: _ClassVar[IdentityType]
    IDENTITY_TYPE_OPENID: _ClassVar[IdentityType]
    IDENTITY_TYPE_EMAIL: _ClassVar[IdentityType]
IDENTITY_TYPE_UNSPECIFIED: IdentityType
IDENTITY_TYPE_PHONE: IdentityType
IDENTITY_TYPE_CARD: IdentityType
IDENTITY_TYPE_APP_ID: IdentityType
IDENTITY_TYPE_OPENID: IdentityType
IDENTITY_TYPE_EMAIL: IdentityType

class Member(_message.Message):
    __slots__ = ("member_id", "enroll_time", "identities", "attributes", "tier_id", "qualifying_points", "version", "frozen_reason", "merged_member_ids", "close_time", "tier_since_date", "tier_review_time", "invitation", "tier_progress", "has_household", "household_member_ids", "household_owner_id", "spend_limit", "segments")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    ENROLL_TIME_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FROZEN_REASON_FIELD_NUMBER: _ClassVar[int]
    MERGED_MEMBER_IDS_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    TIER_SINCE_DATE_FIELD_NUMBER: _ClassVar[int]
    TIER_REVIEW_TIME_FIELD_NUMBER: _ClassVar[int]
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    TIER_PROGRESS_FIELD_NUMBER: _ClassVar[int]
    HAS_HOUSEHOLD_FIELD_NUMBER: _ClassVar[int]
    HOUSEHOLD_MEMBER_IDS_FIELD_NUMBER: _ClassVar[int]
    HOUSEHOLD_OWNER_ID_FIELD_NUMBER: _ClassVar[int]
    SPEND_LIMIT_FIELD_NUMBER: _ClassVar[int]
    SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    enroll_time: _timestamp_pb2.Timestamp
    identities: _containers.RepeatedCompositeFieldContainer[LinkedIdentity]
    attributes: MemberAttributes
    tier_id: str
    qualifying_points: int
    version: int
    frozen_reason: str
    merged_member_ids: _containers.RepeatedScalarFieldContainer[str]
    close_time: _timestamp_pb2.Timestamp
    tier_since_date: str
    tier_review_time: _timestamp_pb2.Timestamp
    invitation: TierInvitation
    tier_progress: TierProgress
    has_household: bool
    household_member_ids: _containers.RepeatedScalarFieldContainer[str]
    household_owner_id: str
    spend_limit: SpendLimit
    segments: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, member_id: _Optional[str] = ..., enroll_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., identities: _Optional[_Iterable[_Union[LinkedIdentity, _Mapping]]] = ..., attributes: _Optional[_Union[MemberAttributes, _Mapping]] = ..., tier_id: _Optional[str] = ..., qualifying_points: _Optional[int] = ..., version: _Optional[int] = ..., frozen_reason: _Optional[str] = ..., merged_member_ids: _Optional[_Iterable[str]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., tier_since_date: _Optional[str] = ..., tier_review_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., invitation: _Optional[_Union[TierInvitation, _Mapping]] = ..., tier_progress: _Optional[_Union[TierProgress, _Mapping]] = ..., has_household: _Optional[bool] = ..., household_member_ids: _Optional[_Iterable[str]] = ..., household_owner_id: _Optional[str] = ..., spend_limit: _Optional[_Union[SpendLimit, _Mapping]] = ..., segments: _Optional[_Iterable[str]] = ...) -> None: ...

class TierInvitation(_message.Message):
    __slots__ = ("tier_id", "reason", "operator_id", "end_time")
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    tier_id: str
    reason: str
    operator_id: str
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, tier_id: _Optional[str] = ..., reason: _Optional[str] = ..., operator_id: _Optional[str] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class TierProgress(_message.Message):
    __slots__ = ("next_tier_id", "missing_points", "missing_amount_minor", "at_risk_time", "keep_missing_points", "keep_missing_amount_minor", "benefits", "counted_points", "counted_amount_minor")
    NEXT_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    MISSING_POINTS_FIELD_NUMBER: _ClassVar[int]
    MISSING_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    AT_RISK_TIME_FIELD_NUMBER: _ClassVar[int]
    KEEP_MISSING_POINTS_FIELD_NUMBER: _ClassVar[int]
    KEEP_MISSING_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    BENEFITS_FIELD_NUMBER: _ClassVar[int]
    COUNTED_POINTS_FIELD_NUMBER: _ClassVar[int]
    COUNTED_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    next_tier_id: str
    missing_points: int
    missing_amount_minor: int
    at_risk_time: _timestamp_pb2.Timestamp
    keep_missing_points: int
    keep_missing_amount_minor: int
    benefits: _containers.RepeatedScalarFieldContainer[str]
    counted_points: int
    counted_amount_minor: int
    def __init__(self, next_tier_id: _Optional[str] = ..., missing_points: _Optional[int] = ..., missing_amount_minor: _Optional[int] = ..., at_risk_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., keep_missing_points: _Optional[int] = ..., keep_missing_amount_minor: _Optional[int] = ..., benefits: _Optional[_Iterable[str]] = ..., counted_points: _Optional[int] = ..., counted_amount_minor: _Optional[int] = ...) -> None: ...

class SpendLimit(_message.Message):
    __slots__ = ("points_per_month",)
    POINTS_PER_MONTH_FIELD_NUMBER: _ClassVar[int]
    points_per_month: int
    def __init__(self, points_per_month: _Optional[int] = ...) -> None: ...

class MemberAttributes(_message.Message):
    __slots__ = ("birthday", "tags", "home_business_id")
    BIRTHDAY_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    HOME_BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    birthday: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    home_business_id: str
    def __init__(self, birthday: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., home_business_id: _Optional[str] = ...) -> None: ...

class Identity(_message.Message):
    __slots__ = ("type", "value")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    type: IdentityType
    value: str
    def __init__(self, type: _Optional[_Union[IdentityType, str]] = ..., value: _Optional[str] = ...) -> None: ...

class LinkedIdentity(_message.Message):
    __slots__ = ("type", "identity_id", "link_time")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_ID_FIELD_NUMBER: _ClassVar[int]
    LINK_TIME_FIELD_NUMBER: _ClassVar[int]
    type: IdentityType
    identity_id: str
    link_time: _timestamp_pb2.Timestamp
    def __init__(self, type: _Optional[_Union[IdentityType, str]] = ..., identity_id: _Optional[str] = ..., link_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class MemberKey(_message.Message):
    __slots__ = ("member_id", "identity")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    identity: Identity
    def __init__(self, member_id: _Optional[str] = ..., identity: _Optional[_Union[Identity, _Mapping]] = ...) -> None: ...
