import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.type import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReachOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REACH_OUTCOME_UNSPECIFIED: _ClassVar[ReachOutcome]
    REACH_OUTCOME_WAITING: _ClassVar[ReachOutcome]
    REACH_OUTCOME_REACHED: _ClassVar[ReachOutcome]
    REACH_OUTCOME_NOT_MEANT: _ClassVar[ReachOutcome]
    REACH_OUTCOME_OVER_CAP: _ClassVar[ReachOutcome]
    REACH_OUTCOME_GONE: _ClassVar[ReachOutcome]
    REACH_OUTCOME_FAILED: _ClassVar[ReachOutcome]
REACH_OUTCOME_UNSPECIFIED: ReachOutcome
REACH_OUTCOME_WAITING: ReachOutcome
REACH_OUTCOME_REACHED: ReachOutcome
REACH_OUTCOME_NOT_MEANT: ReachOutcome
REACH_OUTCOME_OVER_CAP: ReachOutcome
REACH_OUTCOME_GONE: ReachOutcome
REACH_OUTCOME_FAILED: ReachOutcome

class PreviewJourneyRequest(_message.Message):
    __slots__ = ("journey_id", "program_version", "day")
    JOURNEY_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAM_VERSION_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    journey_id: str
    program_version: int
    day: str
    def __init__(self, journey_id: _Optional[str] = ..., program_version: _Optional[int] = ..., day: _Optional[str] = ...) -> None: ...

class PreviewJourneyResponse(_message.Message):
    __slots__ = ("reaches", "preview")
    REACHES_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    reaches: _containers.RepeatedCompositeFieldContainer[Reach]
    preview: JourneyPreview
    def __init__(self, reaches: _Optional[_Iterable[_Union[Reach, _Mapping]]] = ..., preview: _Optional[_Union[JourneyPreview, _Mapping]] = ...) -> None: ...

class JourneyPreview(_message.Message):
    __slots__ = ("day", "reached_members", "left_out_members", "points", "cost")
    DAY_FIELD_NUMBER: _ClassVar[int]
    REACHED_MEMBERS_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_MEMBERS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    day: str
    reached_members: int
    left_out_members: int
    points: int
    cost: _money_pb2.Money
    def __init__(self, day: _Optional[str] = ..., reached_members: _Optional[int] = ..., left_out_members: _Optional[int] = ..., points: _Optional[int] = ..., cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class Reach(_message.Message):
    __slots__ = ("journey_id", "member_id", "occurrence", "due_time", "outcome", "act_time", "entry_id", "event_id")
    JOURNEY_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRENCE_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ACT_TIME_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    journey_id: str
    member_id: str
    occurrence: str
    due_time: _timestamp_pb2.Timestamp
    outcome: ReachOutcome
    act_time: _timestamp_pb2.Timestamp
    entry_id: str
    event_id: str
    def __init__(self, journey_id: _Optional[str] = ..., member_id: _Optional[str] = ..., occurrence: _Optional[str] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., outcome: _Optional[_Union[ReachOutcome, str]] = ..., act_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., entry_id: _Optional[str] = ..., event_id: _Optional[str] = ...) -> None: ...

class ListReachesRequest(_message.Message):
    __slots__ = ("member_id", "page_size", "page_token")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    page_size: int
    page_token: str
    def __init__(self, member_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListReachesResponse(_message.Message):
    __slots__ = ("reaches", "next_page_token")
    REACHES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    reaches: _containers.RepeatedCompositeFieldContainer[Reach]
    next_page_token: str
    def __init__(self, reaches: _Optional[_Iterable[_Union[Reach, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
