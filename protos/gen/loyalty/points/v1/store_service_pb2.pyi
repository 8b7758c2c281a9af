import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FrozenStore(_message.Message):
    __slots__ = ("business_id", "store_id", "reason", "freeze_time", "client_id")
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FREEZE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    business_id: str
    store_id: str
    reason: str
    freeze_time: _timestamp_pb2.Timestamp
    client_id: str
    def __init__(self, business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., reason: _Optional[str] = ..., freeze_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., client_id: _Optional[str] = ...) -> None: ...

class FreezeStoreRequest(_message.Message):
    __slots__ = ("request_id", "business_id", "store_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    business_id: str
    store_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class FreezeStoreResponse(_message.Message):
    __slots__ = ("store",)
    STORE_FIELD_NUMBER: _ClassVar[int]
    store: FrozenStore
    def __init__(self, store: _Optional[_Union[FrozenStore, _Mapping]] = ...) -> None: ...

class UnfreezeStoreRequest(_message.Message):
    __slots__ = ("request_id", "business_id", "store_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    business_id: str
    store_id: str
    def __init__(self, request_id: _Optional[str] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ...) -> None: ...

class UnfreezeStoreResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListFrozenStoresRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFrozenStoresResponse(_message.Message):
    __slots__ = ("stores", "next_page_token")
    STORES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    stores: _containers.RepeatedCompositeFieldContainer[FrozenStore]
    next_page_token: str
    def __init__(self, stores: _Optional[_Iterable[_Union[FrozenStore, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
