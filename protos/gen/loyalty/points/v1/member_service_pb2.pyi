import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EnrollMemberRequest(_message.Message):
    __slots__ = ("request_id", "identities", "attributes")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    identities: _containers.RepeatedCompositeFieldContainer[_member_pb2.Identity]
    attributes: _member_pb2.MemberAttributes
    def __init__(self, request_id: _Optional[str] = ..., identities: _Optional[_Iterable[_Union[_member_pb2.Identity, _Mapping]]] = ..., attributes: _Optional[_Union[_member_pb2.MemberAttributes, _Mapping]] = ...) -> None: ...

class EnrollMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class FindMemberRequest(_message.Message):
    __slots__ = ("identity",)
    IDENTITY_FIELD_NUMBER: _ClassVar[int]
    identity: _member_pb2.Identity
    def __init__(self, identity: _Optional[_Union[_member_pb2.Identity, _Mapping]] = ...) -> None: ...

class FindMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class GetMemberRequest(_message.Message):
    __slots__ = ("member_id",)
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    def __init__(self, member_id: _Optional[str] = ...) -> None: ...

class GetMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class UpdateMemberRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "attributes")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    attributes: _member_pb2.MemberAttributes
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., attributes: _Optional[_Union[_member_pb2.MemberAttributes, _Mapping]] = ...) -> None: ...

class UpdateMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class LinkIdentityRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "identity")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    identity: _member_pb2.Identity
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., identity: _Optional[_Union[_member_pb2.Identity, _Mapping]] = ...) -> None: ...

class LinkIdentityResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class UnlinkIdentityRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "identity")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    identity: _member_pb2.Identity
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., identity: _Optional[_Union[_member_pb2.Identity, _Mapping]] = ...) -> None: ...

class UnlinkIdentityResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class FreezeMemberRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "reason", "operator_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    reason: str
    operator_id: str
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., reason: _Optional[str] = ..., operator_id: _Optional[str] = ...) -> None: ...

class FreezeMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class UnfreezeMemberRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "operator_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    operator_id: str
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., operator_id: _Optional[str] = ...) -> None: ...

class UnfreezeMemberResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class InviteToTierRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "tier_id", "reason", "operator_id", "end_time")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    tier_id: str
    reason: str
    operator_id: str
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., tier_id: _Optional[str] = ..., reason: _Optional[str] = ..., operator_id: _Optional[str] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class InviteToTierResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class MergeMembersRequest(_message.Message):
    __slots__ = ("request_id", "source_member_id", "target_member_id", "validate_only")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    source_member_id: str
    target_member_id: str
    validate_only: bool
    def __init__(self, request_id: _Optional[str] = ..., source_member_id: _Optional[str] = ..., target_member_id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class MergeMembersResponse(_message.Message):
    __slots__ = ("source_entry", "target_entry", "member", "moved_lot_count", "moved_points", "moved_debt_points", "moved_hold_count", "moved_identity_count")
    SOURCE_ENTRY_FIELD_NUMBER: _ClassVar[int]
    TARGET_ENTRY_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    MOVED_LOT_COUNT_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_DEBT_POINTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_HOLD_COUNT_FIELD_NUMBER: _ClassVar[int]
    MOVED_IDENTITY_COUNT_FIELD_NUMBER: _ClassVar[int]
    source_entry: _entry_pb2.Entry
    target_entry: _entry_pb2.Entry
    member: _member_pb2.Member
    moved_lot_count: int
    moved_points: int
    moved_debt_points: int
    moved_hold_count: int
    moved_identity_count: int
    def __init__(self, source_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., target_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ..., moved_lot_count: _Optional[int] = ..., moved_points: _Optional[int] = ..., moved_debt_points: _Optional[int] = ..., moved_hold_count: _Optional[int] = ..., moved_identity_count: _Optional[int] = ...) -> None: ...

class CloseMemberRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CloseMemberResponse(_message.Message):
    __slots__ = ("entry", "member")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    member: _member_pb2.Member
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...
