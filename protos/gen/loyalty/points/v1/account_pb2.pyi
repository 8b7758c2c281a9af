import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Account(_message.Message):
    __slots__ = ("account_id", "balance", "next_expiration", "sequence", "open_lot_count", "as_of_time", "expirations", "holds")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    NEXT_EXPIRATION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    OPEN_LOT_COUNT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRATIONS_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    balance: Balance
    next_expiration: Expiration
    sequence: int
    open_lot_count: int
    as_of_time: _timestamp_pb2.Timestamp
    expirations: _containers.RepeatedCompositeFieldContainer[Expiration]
    holds: _containers.RepeatedCompositeFieldContainer[Hold]
    def __init__(self, account_id: _Optional[str] = ..., balance: _Optional[_Union[Balance, _Mapping]] = ..., next_expiration: _Optional[_Union[Expiration, _Mapping]] = ..., sequence: _Optional[int] = ..., open_lot_count: _Optional[int] = ..., as_of_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expirations: _Optional[_Iterable[_Union[Expiration, _Mapping]]] = ..., holds: _Optional[_Iterable[_Union[Hold, _Mapping]]] = ...) -> None: ...

class Balance(_message.Message):
    __slots__ = ("available_points", "pending_points", "held_points", "debt_points", "due_points")
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    PENDING_POINTS_FIELD_NUMBER: _ClassVar[int]
    HELD_POINTS_FIELD_NUMBER: _ClassVar[int]
    DEBT_POINTS_FIELD_NUMBER: _ClassVar[int]
    DUE_POINTS_FIELD_NUMBER: _ClassVar[int]
    available_points: int
    pending_points: int
    held_points: int
    debt_points: int
    due_points: int
    def __init__(self, available_points: _Optional[int] = ..., pending_points: _Optional[int] = ..., held_points: _Optional[int] = ..., debt_points: _Optional[int] = ..., due_points: _Optional[int] = ...) -> None: ...

class Hold(_message.Message):
    __slots__ = ("hold_id", "business_id", "points", "deadline_time")
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    hold_id: str
    business_id: str
    points: int
    deadline_time: _timestamp_pb2.Timestamp
    def __init__(self, hold_id: _Optional[str] = ..., business_id: _Optional[str] = ..., points: _Optional[int] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Expiration(_message.Message):
    __slots__ = ("expire_time", "points")
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    expire_time: _timestamp_pb2.Timestamp
    points: int
    def __init__(self, expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., points: _Optional[int] = ...) -> None: ...
