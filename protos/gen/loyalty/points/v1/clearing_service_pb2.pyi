import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetClearingRequest(_message.Message):
    __slots__ = ("period",)
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    period: str
    def __init__(self, period: _Optional[str] = ...) -> None: ...

class GetClearingResponse(_message.Message):
    __slots__ = ("entry_count", "read_entry_count", "statement")
    ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    READ_ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    entry_count: int
    read_entry_count: int
    statement: ClearingStatement
    def __init__(self, entry_count: _Optional[int] = ..., read_entry_count: _Optional[int] = ..., statement: _Optional[_Union[ClearingStatement, _Mapping]] = ...) -> None: ...

class ClearingStatement(_message.Message):
    __slots__ = ("period", "start_time", "end_time", "time_zone", "currency_code", "pairs", "positions", "entry_count")
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    PAIRS_FIELD_NUMBER: _ClassVar[int]
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    period: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    time_zone: str
    currency_code: str
    pairs: _containers.RepeatedCompositeFieldContainer[ClearingPair]
    positions: _containers.RepeatedCompositeFieldContainer[ClearingPosition]
    entry_count: int
    def __init__(self, period: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_zone: _Optional[str] = ..., currency_code: _Optional[str] = ..., pairs: _Optional[_Iterable[_Union[ClearingPair, _Mapping]]] = ..., positions: _Optional[_Iterable[_Union[ClearingPosition, _Mapping]]] = ..., entry_count: _Optional[int] = ...) -> None: ...

class ClearingPair(_message.Message):
    __slots__ = ("debtor", "creditor", "points", "amount_minor")
    DEBTOR_FIELD_NUMBER: _ClassVar[int]
    CREDITOR_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    debtor: str
    creditor: str
    points: int
    amount_minor: int
    def __init__(self, debtor: _Optional[str] = ..., creditor: _Optional[str] = ..., points: _Optional[int] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class ClearingPosition(_message.Message):
    __slots__ = ("party", "points", "amount_minor")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    party: str
    points: int
    amount_minor: int
    def __init__(self, party: _Optional[str] = ..., points: _Optional[int] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class CloseClearingRequest(_message.Message):
    __slots__ = ("request_id", "period")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    period: str
    def __init__(self, request_id: _Optional[str] = ..., period: _Optional[str] = ...) -> None: ...

class CloseClearingResponse(_message.Message):
    __slots__ = ("entry_count", "read_entry_count", "close")
    ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    READ_ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    CLOSE_FIELD_NUMBER: _ClassVar[int]
    entry_count: int
    read_entry_count: int
    close: ClearingClose
    def __init__(self, entry_count: _Optional[int] = ..., read_entry_count: _Optional[int] = ..., close: _Optional[_Union[ClearingClose, _Mapping]] = ...) -> None: ...

class ClearingClose(_message.Message):
    __slots__ = ("number", "statement", "close_time", "client_id", "account_count", "close_hash")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CLOSE_HASH_FIELD_NUMBER: _ClassVar[int]
    number: int
    statement: ClearingStatement
    close_time: _timestamp_pb2.Timestamp
    client_id: str
    account_count: int
    close_hash: str
    def __init__(self, number: _Optional[int] = ..., statement: _Optional[_Union[ClearingStatement, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., client_id: _Optional[str] = ..., account_count: _Optional[int] = ..., close_hash: _Optional[str] = ...) -> None: ...

class GetCloseRequest(_message.Message):
    __slots__ = ("period",)
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    period: str
    def __init__(self, period: _Optional[str] = ...) -> None: ...

class GetCloseResponse(_message.Message):
    __slots__ = ("close",)
    CLOSE_FIELD_NUMBER: _ClassVar[int]
    close: ClearingClose
    def __init__(self, close: _Optional[_Union[ClearingClose, _Mapping]] = ...) -> None: ...

class ListClosesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListClosesResponse(_message.Message):
    __slots__ = ("closes", "next_page_token")
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    closes: _containers.RepeatedCompositeFieldContainer[ClearingClose]
    next_page_token: str
    def __init__(self, closes: _Optional[_Iterable[_Union[ClearingClose, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetLiabilityRequest(_message.Message):
    __slots__ = ("as_of_time",)
    AS_OF_TIME_FIELD_NUMBER: _ClassVar[int]
    as_of_time: _timestamp_pb2.Timestamp
    def __init__(self, as_of_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetLiabilityResponse(_message.Message):
    __slots__ = ("item_count", "read_item_count", "liability")
    ITEM_COUNT_FIELD_NUMBER: _ClassVar[int]
    READ_ITEM_COUNT_FIELD_NUMBER: _ClassVar[int]
    LIABILITY_FIELD_NUMBER: _ClassVar[int]
    item_count: int
    read_item_count: int
    liability: Liability
    def __init__(self, item_count: _Optional[int] = ..., read_item_count: _Optional[int] = ..., liability: _Optional[_Union[Liability, _Mapping]] = ...) -> None: ...

class Liability(_message.Message):
    __slots__ = ("as_of_time", "time_zone", "lines", "funders")
    AS_OF_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    FUNDERS_FIELD_NUMBER: _ClassVar[int]
    as_of_time: _timestamp_pb2.Timestamp
    time_zone: str
    lines: _containers.RepeatedCompositeFieldContainer[LiabilityLine]
    funders: _containers.RepeatedCompositeFieldContainer[FunderTotal]
    def __init__(self, as_of_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_zone: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[LiabilityLine, _Mapping]]] = ..., funders: _Optional[_Iterable[_Union[FunderTotal, _Mapping]]] = ...) -> None: ...

class LiabilityLine(_message.Message):
    __slots__ = ("funder", "expire_month", "active_points", "pending_points", "held_points", "due_points")
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_MONTH_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_POINTS_FIELD_NUMBER: _ClassVar[int]
    PENDING_POINTS_FIELD_NUMBER: _ClassVar[int]
    HELD_POINTS_FIELD_NUMBER: _ClassVar[int]
    DUE_POINTS_FIELD_NUMBER: _ClassVar[int]
    funder: str
    expire_month: str
    active_points: int
    pending_points: int
    held_points: int
    due_points: int
    def __init__(self, funder: _Optional[str] = ..., expire_month: _Optional[str] = ..., active_points: _Optional[int] = ..., pending_points: _Optional[int] = ..., held_points: _Optional[int] = ..., due_points: _Optional[int] = ...) -> None: ...

class FunderTotal(_message.Message):
    __slots__ = ("funder", "outstanding_points", "debt_points", "breakage_points")
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_POINTS_FIELD_NUMBER: _ClassVar[int]
    DEBT_POINTS_FIELD_NUMBER: _ClassVar[int]
    BREAKAGE_POINTS_FIELD_NUMBER: _ClassVar[int]
    funder: str
    outstanding_points: int
    debt_points: int
    breakage_points: int
    def __init__(self, funder: _Optional[str] = ..., outstanding_points: _Optional[int] = ..., debt_points: _Optional[int] = ..., breakage_points: _Optional[int] = ...) -> None: ...
