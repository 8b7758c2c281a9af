import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PurchaseRecorded(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "total_amount_minor", "currency_code", "earned_points", "burned_points", "qualifying_points", "first_visit")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    EARNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    BURNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    FIRST_VISIT_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    total_amount_minor: int
    currency_code: str
    earned_points: int
    burned_points: int
    qualifying_points: int
    first_visit: bool
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., total_amount_minor: _Optional[int] = ..., currency_code: _Optional[str] = ..., earned_points: _Optional[int] = ..., burned_points: _Optional[int] = ..., qualifying_points: _Optional[int] = ..., first_visit: _Optional[bool] = ...) -> None: ...

class PurchaseReversed(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "original_entry_id", "voided", "complete", "returned_amount_minor", "currency_code", "restored_points", "clawed_back_points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    RETURNED_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    RESTORED_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLAWED_BACK_POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    original_entry_id: str
    voided: bool
    complete: bool
    returned_amount_minor: int
    currency_code: str
    restored_points: int
    clawed_back_points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., original_entry_id: _Optional[str] = ..., voided: _Optional[bool] = ..., complete: _Optional[bool] = ..., returned_amount_minor: _Optional[int] = ..., currency_code: _Optional[str] = ..., restored_points: _Optional[int] = ..., clawed_back_points: _Optional[int] = ...) -> None: ...

class PurchaseConfirmed(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "original_entry_id", "points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    original_entry_id: str
    points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., original_entry_id: _Optional[str] = ..., points: _Optional[int] = ...) -> None: ...

class PointsCancelled(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "original_entry_id", "points", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    original_entry_id: str
    points: int
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., original_entry_id: _Optional[str] = ..., points: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class RedemptionRecorded(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "points", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    points: int
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class RedemptionReversed(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "original_entry_id", "restored_points", "complete")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    RESTORED_POINTS_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    original_entry_id: str
    restored_points: int
    complete: bool
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., original_entry_id: _Optional[str] = ..., restored_points: _Optional[int] = ..., complete: _Optional[bool] = ...) -> None: ...

class PointsActivated(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ...) -> None: ...

class PointsExpired(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ...) -> None: ...

class PointsExpiringSoon(_message.Message):
    __slots__ = ("account_id", "member_id", "available_points", "points", "expire_time")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    member_id: str
    available_points: int
    points: int
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PointsSent(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "points", "recipient_account_id", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    points: int
    recipient_account_id: str
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., recipient_account_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class PointsReceived(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "points", "sender_account_id", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SENDER_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    points: int
    sender_account_id: str
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., sender_account_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class PointsAdjusted(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "points", "funder", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    points: int
    funder: str
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., funder: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class PointsAwarded(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "points", "funder", "reason", "journey_id")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    JOURNEY_ID_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    points: int
    funder: str
    reason: str
    journey_id: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ..., funder: _Optional[str] = ..., reason: _Optional[str] = ..., journey_id: _Optional[str] = ...) -> None: ...

class OpeningBalanceImported(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "available_points", "points")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    available_points: int
    points: int
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., available_points: _Optional[int] = ..., points: _Optional[int] = ...) -> None: ...

class HoldPlaced(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "hold_id", "points", "deadline_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    hold_id: str
    points: int
    deadline_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., hold_id: _Optional[str] = ..., points: _Optional[int] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class HoldCaptured(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "hold_id", "points", "deadline_time", "captured_points", "reason")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_POINTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    hold_id: str
    points: int
    deadline_time: _timestamp_pb2.Timestamp
    captured_points: int
    reason: str
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., hold_id: _Optional[str] = ..., points: _Optional[int] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., captured_points: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class HoldReleased(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "hold_id", "points", "deadline_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    hold_id: str
    points: int
    deadline_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., hold_id: _Optional[str] = ..., points: _Optional[int] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class HoldLapsed(_message.Message):
    __slots__ = ("entry_id", "account_id", "member_id", "event_time", "business_id", "store_id", "available_points", "hold_id", "points", "deadline_time")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    member_id: str
    event_time: _timestamp_pb2.Timestamp
    business_id: str
    store_id: str
    available_points: int
    hold_id: str
    points: int
    deadline_time: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., member_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., available_points: _Optional[int] = ..., hold_id: _Optional[str] = ..., points: _Optional[int] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
