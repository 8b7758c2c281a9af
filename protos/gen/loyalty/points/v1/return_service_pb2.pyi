import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import entry_pb2 as _entry_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PurchaseReference(_message.Message):
    __slots__ = ("entry_id", "receipt", "purchase_request_id")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    receipt: Receipt
    purchase_request_id: str
    def __init__(self, entry_id: _Optional[str] = ..., receipt: _Optional[_Union[Receipt, _Mapping]] = ..., purchase_request_id: _Optional[str] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("business_id", "store_id", "receipt_number", "date")
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    business_id: str
    store_id: str
    receipt_number: str
    date: str
    def __init__(self, business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., receipt_number: _Optional[str] = ..., date: _Optional[str] = ...) -> None: ...

class ReversePurchaseRequest(_message.Message):
    __slots__ = ("request_id", "original", "store_id", "whole", "lines", "amount_minor", "void", "return_time", "reason", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    VOID_FIELD_NUMBER: _ClassVar[int]
    RETURN_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    original: PurchaseReference
    store_id: str
    whole: WholePurchase
    lines: LineReturns
    amount_minor: int
    void: bool
    return_time: _timestamp_pb2.Timestamp
    reason: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., original: _Optional[_Union[PurchaseReference, _Mapping]] = ..., store_id: _Optional[str] = ..., whole: _Optional[_Union[WholePurchase, _Mapping]] = ..., lines: _Optional[_Union[LineReturns, _Mapping]] = ..., amount_minor: _Optional[int] = ..., void: _Optional[bool] = ..., return_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class WholePurchase(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LineReturns(_message.Message):
    __slots__ = ("lines",)
    LINES_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[LineReturn]
    def __init__(self, lines: _Optional[_Iterable[_Union[LineReturn, _Mapping]]] = ...) -> None: ...

class LineReturn(_message.Message):
    __slots__ = ("line_id", "quantity_milli", "amount_minor")
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_MILLI_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    line_id: str
    quantity_milli: int
    amount_minor: int
    def __init__(self, line_id: _Optional[str] = ..., quantity_milli: _Optional[int] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class ReversePurchaseResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class ReverseRedemptionRequest(_message.Message):
    __slots__ = ("request_id", "entry_id", "redemption_request_id", "store_id", "points", "reason", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    REDEMPTION_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    entry_id: str
    redemption_request_id: str
    store_id: str
    points: int
    reason: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., entry_id: _Optional[str] = ..., redemption_request_id: _Optional[str] = ..., store_id: _Optional[str] = ..., points: _Optional[int] = ..., reason: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class ReverseRedemptionResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class ConfirmPurchaseRequest(_message.Message):
    __slots__ = ("request_id", "original")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    original: PurchaseReference
    def __init__(self, request_id: _Optional[str] = ..., original: _Optional[_Union[PurchaseReference, _Mapping]] = ...) -> None: ...

class ConfirmPurchaseResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class CancelPendingRequest(_message.Message):
    __slots__ = ("request_id", "original", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    original: PurchaseReference
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., original: _Optional[_Union[PurchaseReference, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class CancelPendingResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...
