import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from loyalty.points.v1 import adjustment_pb2 as _adjustment_pb2
from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AdjustPointsRequest(_message.Message):
    __slots__ = ("request_id", "adjustment")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    adjustment: _adjustment_pb2.Adjustment
    def __init__(self, request_id: _Optional[str] = ..., adjustment: _Optional[_Union[_adjustment_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class AdjustPointsResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class ProposeAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "adjustment")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    adjustment: _adjustment_pb2.Adjustment
    def __init__(self, request_id: _Optional[str] = ..., adjustment: _Optional[_Union[_adjustment_pb2.Adjustment, _Mapping]] = ...) -> None: ...

class ProposeAdjustmentResponse(_message.Message):
    __slots__ = ("proposal",)
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    proposal: _adjustment_pb2.AdjustmentProposal
    def __init__(self, proposal: _Optional[_Union[_adjustment_pb2.AdjustmentProposal, _Mapping]] = ...) -> None: ...

class ApproveAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "proposal_id", "operator_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    proposal_id: str
    operator_id: str
    def __init__(self, request_id: _Optional[str] = ..., proposal_id: _Optional[str] = ..., operator_id: _Optional[str] = ...) -> None: ...

class ApproveAdjustmentResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class RejectAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "proposal_id", "operator_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    proposal_id: str
    operator_id: str
    def __init__(self, request_id: _Optional[str] = ..., proposal_id: _Optional[str] = ..., operator_id: _Optional[str] = ...) -> None: ...

class RejectAdjustmentResponse(_message.Message):
    __slots__ = ("proposal",)
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    proposal: _adjustment_pb2.AdjustmentProposal
    def __init__(self, proposal: _Optional[_Union[_adjustment_pb2.AdjustmentProposal, _Mapping]] = ...) -> None: ...

class ListAdjustmentProposalsRequest(_message.Message):
    __slots__ = ("state", "page_size", "page_token")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    state: _adjustment_pb2.ProposalState
    page_size: int
    page_token: str
    def __init__(self, state: _Optional[_Union[_adjustment_pb2.ProposalState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAdjustmentProposalsResponse(_message.Message):
    __slots__ = ("proposals", "next_page_token")
    PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    proposals: _containers.RepeatedCompositeFieldContainer[_adjustment_pb2.AdjustmentProposal]
    next_page_token: str
    def __init__(self, proposals: _Optional[_Iterable[_Union[_adjustment_pb2.AdjustmentProposal, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ImportOpeningBalancesRequest(_message.Message):
    __slots__ = ("balances",)
    BALANCES_FIELD_NUMBER: _ClassVar[int]
    balances: _containers.RepeatedCompositeFieldContainer[OpeningBalance]
    def __init__(self, balances: _Optional[_Iterable[_Union[OpeningBalance, _Mapping]]] = ...) -> None: ...

class OpeningBalance(_message.Message):
    __slots__ = ("request_id", "member", "lots")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    LOTS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member: _member_pb2.MemberKey
    lots: _containers.RepeatedCompositeFieldContainer[OpeningLot]
    def __init__(self, request_id: _Optional[str] = ..., member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., lots: _Optional[_Iterable[_Union[OpeningLot, _Mapping]]] = ...) -> None: ...

class OpeningLot(_message.Message):
    __slots__ = ("funder", "points", "expire_time", "earn_time")
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    EARN_TIME_FIELD_NUMBER: _ClassVar[int]
    funder: str
    points: int
    expire_time: _timestamp_pb2.Timestamp
    earn_time: _timestamp_pb2.Timestamp
    def __init__(self, funder: _Optional[str] = ..., points: _Optional[int] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., earn_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ImportOpeningBalancesResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[OpeningBalanceResult]
    def __init__(self, results: _Optional[_Iterable[_Union[OpeningBalanceResult, _Mapping]]] = ...) -> None: ...

class OpeningBalanceResult(_message.Message):
    __slots__ = ("request_id", "status", "entry", "replayed")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    status: _status_pb2.Status
    entry: _entry_pb2.Entry
    replayed: bool
    def __init__(self, request_id: _Optional[str] = ..., status: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...
