from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TransferPointsRequest(_message.Message):
    __slots__ = ("request_id", "sender", "recipient", "points", "business_id", "store_id", "reason", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    sender: _member_pb2.MemberKey
    recipient: _member_pb2.MemberKey
    points: int
    business_id: str
    store_id: str
    reason: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., sender: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., recipient: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., points: _Optional[int] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., reason: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class TransferPointsResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...
