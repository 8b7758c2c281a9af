import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.type import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Purchase(_message.Message):
    __slots__ = ("business_id", "store_id", "channel", "receipt_number", "purchase_time", "total", "lines", "payments", "attributes")
    class AttributesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_TIME_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    business_id: str
    store_id: str
    channel: str
    receipt_number: str
    purchase_time: _timestamp_pb2.Timestamp
    total: _money_pb2.Money
    lines: _containers.RepeatedCompositeFieldContainer[Line]
    payments: _containers.RepeatedCompositeFieldContainer[Payment]
    attributes: _containers.ScalarMap[str, str]
    def __init__(self, business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., channel: _Optional[str] = ..., receipt_number: _Optional[str] = ..., purchase_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., total: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[Line, _Mapping]]] = ..., payments: _Optional[_Iterable[_Union[Payment, _Mapping]]] = ..., attributes: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Line(_message.Message):
    __slots__ = ("line_id", "sku", "category", "quantity_milli", "gross_amount_minor", "discount_amount_minor", "net_amount_minor")
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_MILLI_FIELD_NUMBER: _ClassVar[int]
    GROSS_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    NET_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    line_id: str
    sku: str
    category: str
    quantity_milli: int
    gross_amount_minor: int
    discount_amount_minor: int
    net_amount_minor: int
    def __init__(self, line_id: _Optional[str] = ..., sku: _Optional[str] = ..., category: _Optional[str] = ..., quantity_milli: _Optional[int] = ..., gross_amount_minor: _Optional[int] = ..., discount_amount_minor: _Optional[int] = ..., net_amount_minor: _Optional[int] = ...) -> None: ...

class Payment(_message.Message):
    __slots__ = ("method", "amount_minor")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    method: str
    amount_minor: int
    def __init__(self, method: _Optional[str] = ..., amount_minor: _Optional[int] = ...) -> None: ...
