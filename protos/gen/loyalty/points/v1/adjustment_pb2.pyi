import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProposalState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROPOSAL_STATE_UNSPECIFIED: _ClassVar[ProposalState]
    PROPOSAL_STATE_OPEN: _ClassVar[ProposalState]
    PROPOSAL_STATE_APPROVED: _ClassVar[ProposalState]
    PROPOSAL_STATE_REJECTED: _ClassVar[ProposalState]
PROPOSAL_STATE_UNSPECIFIED: ProposalState
PROPOSAL_STATE_OPEN: ProposalState
PROPOSAL_STATE_APPROVED: ProposalState
PROPOSAL_STATE_REJECTED: ProposalState

class Adjustment(_message.Message):
    __slots__ = ("member", "points", "funder", "reason", "operator_id", "expire_time")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    points: int
    funder: str
    reason: str
    operator_id: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., points: _Optional[int] = ..., funder: _Optional[str] = ..., reason: _Optional[str] = ..., operator_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AdjustmentProposal(_message.Message):
    __slots__ = ("proposal_id", "adjustment", "state", "propose_time", "propose_client_id", "decide_time", "decide_client_id", "decide_operator_id", "entry_id")
    PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PROPOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    PROPOSE_CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    DECIDE_CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    proposal_id: str
    adjustment: Adjustment
    state: ProposalState
    propose_time: _timestamp_pb2.Timestamp
    propose_client_id: str
    decide_time: _timestamp_pb2.Timestamp
    decide_client_id: str
    decide_operator_id: str
    entry_id: str
    def __init__(self, proposal_id: _Optional[str] = ..., adjustment: _Optional[_Union[Adjustment, _Mapping]] = ..., state: _Optional[_Union[ProposalState, str]] = ..., propose_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., propose_client_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decide_client_id: _Optional[str] = ..., decide_operator_id: _Optional[str] = ..., entry_id: _Optional[str] = ...) -> None: ...
