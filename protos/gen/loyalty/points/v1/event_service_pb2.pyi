import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RebuildSegmentsRequest(_message.Message):
    __slots__ = ("from_time",)
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    from_time: _timestamp_pb2.Timestamp
    def __init__(self, from_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RebuildSegmentsResponse(_message.Message):
    __slots__ = ("rebuilt_member_count", "changed_member_count", "next_time", "done")
    REBUILT_MEMBER_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_MEMBER_COUNT_FIELD_NUMBER: _ClassVar[int]
    NEXT_TIME_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    rebuilt_member_count: int
    changed_member_count: int
    next_time: _timestamp_pb2.Timestamp
    done: bool
    def __init__(self, rebuilt_member_count: _Optional[int] = ..., changed_member_count: _Optional[int] = ..., next_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., done: _Optional[bool] = ...) -> None: ...

class RelayStatus(_message.Message):
    __slots__ = ("beat_time", "oldest_time", "lag_milliseconds", "last_publish_time", "published_count", "unwanted_count", "trouble", "trouble_time", "published_by_type")
    class PublishedByTypeEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    BEAT_TIME_FIELD_NUMBER: _ClassVar[int]
    OLDEST_TIME_FIELD_NUMBER: _ClassVar[int]
    LAG_MILLISECONDS_FIELD_NUMBER: _ClassVar[int]
    LAST_PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNWANTED_COUNT_FIELD_NUMBER: _ClassVar[int]
    TROUBLE_FIELD_NUMBER: _ClassVar[int]
    TROUBLE_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BY_TYPE_FIELD_NUMBER: _ClassVar[int]
    beat_time: _timestamp_pb2.Timestamp
    oldest_time: _timestamp_pb2.Timestamp
    lag_milliseconds: int
    last_publish_time: _timestamp_pb2.Timestamp
    published_count: int
    unwanted_count: int
    trouble: str
    trouble_time: _timestamp_pb2.Timestamp
    published_by_type: _containers.ScalarMap[str, int]
    def __init__(self, beat_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., oldest_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., lag_milliseconds: _Optional[int] = ..., last_publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_count: _Optional[int] = ..., unwanted_count: _Optional[int] = ..., trouble: _Optional[str] = ..., trouble_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_by_type: _Optional[_Mapping[str, int]] = ...) -> None: ...

class ConsumerStatus(_message.Message):
    __slots__ = ("consumer", "waiting_count", "parked_count")
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    WAITING_COUNT_FIELD_NUMBER: _ClassVar[int]
    PARKED_COUNT_FIELD_NUMBER: _ClassVar[int]
    consumer: str
    waiting_count: int
    parked_count: int
    def __init__(self, consumer: _Optional[str] = ..., waiting_count: _Optional[int] = ..., parked_count: _Optional[int] = ...) -> None: ...

class ParkedEvent(_message.Message):
    __slots__ = ("parked_event_id", "consumer", "event_id", "type", "subject", "sequence", "error", "attempt_count", "receive_time", "attempt_time", "body", "headers")
    PARKED_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_COUNT_FIELD_NUMBER: _ClassVar[int]
    RECEIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_TIME_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    parked_event_id: str
    consumer: str
    event_id: str
    type: str
    subject: str
    sequence: int
    error: str
    attempt_count: int
    receive_time: _timestamp_pb2.Timestamp
    attempt_time: _timestamp_pb2.Timestamp
    body: bytes
    headers: _containers.RepeatedCompositeFieldContainer[ParkedEventHeader]
    def __init__(self, parked_event_id: _Optional[str] = ..., consumer: _Optional[str] = ..., event_id: _Optional[str] = ..., type: _Optional[str] = ..., subject: _Optional[str] = ..., sequence: _Optional[int] = ..., error: _Optional[str] = ..., attempt_count: _Optional[int] = ..., receive_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attempt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., body: _Optional[bytes] = ..., headers: _Optional[_Iterable[_Union[ParkedEventHeader, _Mapping]]] = ...) -> None: ...

class ParkedEventHeader(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class GetEventStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetEventStatusResponse(_message.Message):
    __slots__ = ("relay", "consumers")
    RELAY_FIELD_NUMBER: _ClassVar[int]
    CONSUMERS_FIELD_NUMBER: _ClassVar[int]
    relay: RelayStatus
    consumers: _containers.RepeatedCompositeFieldContainer[ConsumerStatus]
    def __init__(self, relay: _Optional[_Union[RelayStatus, _Mapping]] = ..., consumers: _Optional[_Iterable[_Union[ConsumerStatus, _Mapping]]] = ...) -> None: ...

class ListParkedEventsRequest(_message.Message):
    __slots__ = ("consumer", "page_size", "page_token")
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    consumer: str
    page_size: int
    page_token: str
    def __init__(self, consumer: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListParkedEventsResponse(_message.Message):
    __slots__ = ("events", "next_page_token")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[ParkedEvent]
    next_page_token: str
    def __init__(self, events: _Optional[_Iterable[_Union[ParkedEvent, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetParkedEventRequest(_message.Message):
    __slots__ = ("parked_event_id",)
    PARKED_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    parked_event_id: str
    def __init__(self, parked_event_id: _Optional[str] = ...) -> None: ...

class GetParkedEventResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: ParkedEvent
    def __init__(self, event: _Optional[_Union[ParkedEvent, _Mapping]] = ...) -> None: ...

class RetryParkedEventRequest(_message.Message):
    __slots__ = ("request_id", "parked_event_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PARKED_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    parked_event_id: str
    def __init__(self, request_id: _Optional[str] = ..., parked_event_id: _Optional[str] = ...) -> None: ...

class RetryParkedEventResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DropParkedEventRequest(_message.Message):
    __slots__ = ("request_id", "parked_event_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PARKED_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    parked_event_id: str
    def __init__(self, request_id: _Optional[str] = ..., parked_event_id: _Optional[str] = ...) -> None: ...

class DropParkedEventResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
