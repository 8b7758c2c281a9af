import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import account_pb2 as _account_pb2
from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetStatementRequest(_message.Message):
    __slots__ = ("member", "as_of_time")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    AS_OF_TIME_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    as_of_time: _timestamp_pb2.Timestamp
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., as_of_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetStatementResponse(_message.Message):
    __slots__ = ("account", "lots", "debts")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    LOTS_FIELD_NUMBER: _ClassVar[int]
    DEBTS_FIELD_NUMBER: _ClassVar[int]
    account: _account_pb2.Account
    lots: _containers.RepeatedCompositeFieldContainer[StatementLot]
    debts: _containers.RepeatedCompositeFieldContainer[StatementDebt]
    def __init__(self, account: _Optional[_Union[_account_pb2.Account, _Mapping]] = ..., lots: _Optional[_Iterable[_Union[StatementLot, _Mapping]]] = ..., debts: _Optional[_Iterable[_Union[StatementDebt, _Mapping]]] = ...) -> None: ...

class StatementLot(_message.Message):
    __slots__ = ("lot_id", "funder", "earner_member_id", "points", "held_points", "earn_time", "activate_time", "awaits_confirmation", "expire_time")
    LOT_ID_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    EARNER_MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    HELD_POINTS_FIELD_NUMBER: _ClassVar[int]
    EARN_TIME_FIELD_NUMBER: _ClassVar[int]
    ACTIVATE_TIME_FIELD_NUMBER: _ClassVar[int]
    AWAITS_CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    lot_id: str
    funder: str
    earner_member_id: str
    points: int
    held_points: int
    earn_time: _timestamp_pb2.Timestamp
    activate_time: _timestamp_pb2.Timestamp
    awaits_confirmation: bool
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, lot_id: _Optional[str] = ..., funder: _Optional[str] = ..., earner_member_id: _Optional[str] = ..., points: _Optional[int] = ..., held_points: _Optional[int] = ..., earn_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., activate_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., awaits_confirmation: _Optional[bool] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StatementDebt(_message.Message):
    __slots__ = ("funder", "points")
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    funder: str
    points: int
    def __init__(self, funder: _Optional[str] = ..., points: _Optional[int] = ...) -> None: ...

class ListStatementRequest(_message.Message):
    __slots__ = ("member", "start_time", "end_time", "page_size", "page_token")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListStatementResponse(_message.Message):
    __slots__ = ("lines", "opening_points", "closing_points", "totals", "next_page_token", "account_id")
    LINES_FIELD_NUMBER: _ClassVar[int]
    OPENING_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLOSING_POINTS_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[StatementLine]
    opening_points: int
    closing_points: int
    totals: _containers.RepeatedCompositeFieldContainer[StatementTotal]
    next_page_token: str
    account_id: str
    def __init__(self, lines: _Optional[_Iterable[_Union[StatementLine, _Mapping]]] = ..., opening_points: _Optional[int] = ..., closing_points: _Optional[int] = ..., totals: _Optional[_Iterable[_Union[StatementTotal, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., account_id: _Optional[str] = ...) -> None: ...

class StatementTotal(_message.Message):
    __slots__ = ("kind", "entry_count", "earned_points", "burned_points", "moved_points")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    EARNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    BURNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    kind: _entry_pb2.EntryKind
    entry_count: int
    earned_points: int
    burned_points: int
    moved_points: int
    def __init__(self, kind: _Optional[_Union[_entry_pb2.EntryKind, str]] = ..., entry_count: _Optional[int] = ..., earned_points: _Optional[int] = ..., burned_points: _Optional[int] = ..., moved_points: _Optional[int] = ...) -> None: ...

class StatementLine(_message.Message):
    __slots__ = ("entry", "moved_points", "balance_points")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    MOVED_POINTS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    moved_points: int
    balance_points: int
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., moved_points: _Optional[int] = ..., balance_points: _Optional[int] = ...) -> None: ...

class ExportEntriesRequest(_message.Message):
    __slots__ = ("member", "start_time", "end_time", "business_id")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    business_id: str
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ...) -> None: ...

class ExportEntriesResponse(_message.Message):
    __slots__ = ("entry_count", "entries")
    ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entry_count: int
    entries: _containers.RepeatedCompositeFieldContainer[_entry_pb2.Entry]
    def __init__(self, entry_count: _Optional[int] = ..., entries: _Optional[_Iterable[_Union[_entry_pb2.Entry, _Mapping]]] = ...) -> None: ...
