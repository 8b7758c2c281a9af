from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateHouseholdRequest(_message.Message):
    __slots__ = ("request_id", "owner_member_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner_member_id: str
    def __init__(self, request_id: _Optional[str] = ..., owner_member_id: _Optional[str] = ...) -> None: ...

class CreateHouseholdResponse(_message.Message):
    __slots__ = ("owner",)
    OWNER_FIELD_NUMBER: _ClassVar[int]
    owner: _member_pb2.Member
    def __init__(self, owner: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...

class JoinHouseholdRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "owner_member_id", "spend_limit")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    SPEND_LIMIT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    owner_member_id: str
    spend_limit: _member_pb2.SpendLimit
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., owner_member_id: _Optional[str] = ..., spend_limit: _Optional[_Union[_member_pb2.SpendLimit, _Mapping]] = ...) -> None: ...

class JoinHouseholdResponse(_message.Message):
    __slots__ = ("member", "member_entry", "household_entry")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ENTRY_FIELD_NUMBER: _ClassVar[int]
    HOUSEHOLD_ENTRY_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    member_entry: _entry_pb2.Entry
    household_entry: _entry_pb2.Entry
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ..., member_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., household_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class LeaveHouseholdRequest(_message.Message):
    __slots__ = ("request_id", "member_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ...) -> None: ...

class LeaveHouseholdResponse(_message.Message):
    __slots__ = ("member", "member_entry", "household_entry")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ENTRY_FIELD_NUMBER: _ClassVar[int]
    HOUSEHOLD_ENTRY_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    member_entry: _entry_pb2.Entry
    household_entry: _entry_pb2.Entry
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ..., member_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., household_entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class SetSpendLimitRequest(_message.Message):
    __slots__ = ("request_id", "member_id", "spend_limit")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    SPEND_LIMIT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member_id: str
    spend_limit: _member_pb2.SpendLimit
    def __init__(self, request_id: _Optional[str] = ..., member_id: _Optional[str] = ..., spend_limit: _Optional[_Union[_member_pb2.SpendLimit, _Mapping]] = ...) -> None: ...

class SetSpendLimitResponse(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.Member
    def __init__(self, member: _Optional[_Union[_member_pb2.Member, _Mapping]] = ...) -> None: ...
