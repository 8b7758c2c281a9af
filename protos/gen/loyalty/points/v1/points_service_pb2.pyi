import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from loyalty.points.v1 import account_pb2 as _account_pb2
from loyalty.points.v1 import entry_pb2 as _entry_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from loyalty.points.v1 import purchase_pb2 as _purchase_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Operation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_UNSPECIFIED: _ClassVar[Operation]
    OPERATION_RECORD_PURCHASE: _ClassVar[Operation]
    OPERATION_REDEEM_POINTS: _ClassVar[Operation]
    OPERATION_ENROLL_MEMBER: _ClassVar[Operation]
    OPERATION_UPDATE_MEMBER: _ClassVar[Operation]
    OPERATION_LINK_IDENTITY: _ClassVar[Operation]
    OPERATION_UNLINK_IDENTITY: _ClassVar[Operation]
    OPERATION_TRANSFER_POINTS: _ClassVar[Operation]
    OPERATION_ADJUST_POINTS: _ClassVar[Operation]
    OPERATION_APPROVE_ADJUSTMENT: _ClassVar[Operation]
    OPERATION_IMPORT_OPENING_BALANCE: _ClassVar[Operation]
    OPERATION_CLAIM_PURCHASE: _ClassVar[Operation]
    OPERATION_PLACE_HOLD: _ClassVar[Operation]
    OPERATION_CAPTURE_HOLD: _ClassVar[Operation]
    OPERATION_RELEASE_HOLD: _ClassVar[Operation]
    OPERATION_FREEZE_MEMBER: _ClassVar[Operation]
    OPERATION_UNFREEZE_MEMBER: _ClassVar[Operation]
    OPERATION_MERGE_MEMBERS: _ClassVar[Operation]
    OPERATION_CLOSE_MEMBER: _ClassVar[Operation]
    OPERATION_INVITE_TO_TIER: _ClassVar[Operation]
    OPERATION_REVERSE_PURCHASE: _ClassVar[Operation]
    OPERATION_REVERSE_REDEMPTION: _ClassVar[Operation]
    OPERATION_CONFIRM_PURCHASE: _ClassVar[Operation]
    OPERATION_CANCEL_PENDING: _ClassVar[Operation]
    OPERATION_CREATE_HOUSEHOLD: _ClassVar[Operation]
    OPERATION_JOIN_HOUSEHOLD: _ClassVar[Operation]
    OPERATION_LEAVE_HOUSEHOLD: _ClassVar[Operation]
    OPERATION_SET_SPEND_LIMIT: _ClassVar[Operation]
OPERATION_UNSPECIFIED: Operation
OPERATION_RECORD_PURCHASE: Operation
OPERATION_REDEEM_POINTS: Operation
OPERATION_ENROLL_MEMBER: Operation
OPERATION_UPDATE_MEMBER: Operation
OPERATION_LINK_IDENTITY: Operation
OPERATION_UNLINK_IDENTITY: Operation
OPERATION_TRANSFER_POINTS: Operation
OPERATION_ADJUST_POINTS: Operation
OPERATION_APPROVE_ADJUSTMENT: Operation
OPERATION_IMPORT_OPENING_BALANCE: Operation
OPERATION_CLAIM_PURCHASE: Operation
OPERATION_PLACE_HOLD: Operation
OPERATION_CAPTURE_HOLD: Operation
OPERATION_RELEASE_HOLD: Operation
OPERATION_FREEZE_MEMBER: Operation
OPERATION_UNFREEZE_MEMBER: Operation
OPERATION_MERGE_MEMBERS: Operation
OPERATION_CLOSE_MEMBER: Operation
OPERATION_INVITE_TO_TIER: Operation
OPERATION_REVERSE_PURCHASE: Operation
OPERATION_REVERSE_REDEMPTION: Operation
OPERATION_CONFIRM_PURCHASE: Operation
OPERATION_CANCEL_PENDING: Operation
OPERATION_CREATE_HOUSEHOLD: Operation
OPERATION_JOIN_HOUSEHOLD: Operation
OPERATION_LEAVE_HOUSEHOLD: Operation
OPERATION_SET_SPEND_LIMIT: Operation

class QuotePurchaseRequest(_message.Message):
    __slots__ = ("member", "purchase", "burn_points")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    BURN_POINTS_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    purchase: _purchase_pb2.Purchase
    burn_points: int
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., purchase: _Optional[_Union[_purchase_pb2.Purchase, _Mapping]] = ..., burn_points: _Optional[int] = ...) -> None: ...

class QuotePurchaseResponse(_message.Message):
    __slots__ = ("awards", "earned_points", "qualifying_points", "burn", "burn_offer", "balance", "program_version", "server_time")
    AWARDS_FIELD_NUMBER: _ClassVar[int]
    EARNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    BURN_FIELD_NUMBER: _ClassVar[int]
    BURN_OFFER_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    PROGRAM_VERSION_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_FIELD_NUMBER: _ClassVar[int]
    awards: _containers.RepeatedCompositeFieldContainer[_entry_pb2.Award]
    earned_points: int
    qualifying_points: int
    burn: _entry_pb2.Burn
    burn_offer: BurnOffer
    balance: _account_pb2.Balance
    program_version: int
    server_time: _timestamp_pb2.Timestamp
    def __init__(self, awards: _Optional[_Iterable[_Union[_entry_pb2.Award, _Mapping]]] = ..., earned_points: _Optional[int] = ..., qualifying_points: _Optional[int] = ..., burn: _Optional[_Union[_entry_pb2.Burn, _Mapping]] = ..., burn_offer: _Optional[_Union[BurnOffer, _Mapping]] = ..., balance: _Optional[_Union[_account_pb2.Balance, _Mapping]] = ..., program_version: _Optional[int] = ..., server_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BurnOffer(_message.Message):
    __slots__ = ("max_points", "max_amount_minor", "min_points", "step_points", "rate_points", "rate_amount_minor", "absorbable_amount_minor", "plugin", "rule_id", "reason")
    MAX_POINTS_FIELD_NUMBER: _ClassVar[int]
    MAX_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    MIN_POINTS_FIELD_NUMBER: _ClassVar[int]
    STEP_POINTS_FIELD_NUMBER: _ClassVar[int]
    RATE_POINTS_FIELD_NUMBER: _ClassVar[int]
    RATE_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    ABSORBABLE_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    max_points: int
    max_amount_minor: int
    min_points: int
    step_points: int
    rate_points: int
    rate_amount_minor: int
    absorbable_amount_minor: int
    plugin: str
    rule_id: str
    reason: str
    def __init__(self, max_points: _Optional[int] = ..., max_amount_minor: _Optional[int] = ..., min_points: _Optional[int] = ..., step_points: _Optional[int] = ..., rate_points: _Optional[int] = ..., rate_amount_minor: _Optional[int] = ..., absorbable_amount_minor: _Optional[int] = ..., plugin: _Optional[str] = ..., rule_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RecordPurchaseRequest(_message.Message):
    __slots__ = ("request_id", "member", "purchase", "burn_points")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    BURN_POINTS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member: _member_pb2.MemberKey
    purchase: _purchase_pb2.Purchase
    burn_points: int
    def __init__(self, request_id: _Optional[str] = ..., member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., purchase: _Optional[_Union[_purchase_pb2.Purchase, _Mapping]] = ..., burn_points: _Optional[int] = ...) -> None: ...

class RecordPurchaseResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class SubmitPurchasesRequest(_message.Message):
    __slots__ = ("purchases",)
    PURCHASES_FIELD_NUMBER: _ClassVar[int]
    purchases: _containers.RepeatedCompositeFieldContainer[RecordPurchaseRequest]
    def __init__(self, purchases: _Optional[_Iterable[_Union[RecordPurchaseRequest, _Mapping]]] = ...) -> None: ...

class SubmitPurchasesResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[SubmitResult]
    def __init__(self, results: _Optional[_Iterable[_Union[SubmitResult, _Mapping]]] = ...) -> None: ...

class SubmitResult(_message.Message):
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

class RecordAnonymousPurchaseRequest(_message.Message):
    __slots__ = ("request_id", "purchase")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    purchase: _purchase_pb2.Purchase
    def __init__(self, request_id: _Optional[str] = ..., purchase: _Optional[_Union[_purchase_pb2.Purchase, _Mapping]] = ...) -> None: ...

class RecordAnonymousPurchaseResponse(_message.Message):
    __slots__ = ("claim_code", "expire_time")
    CLAIM_CODE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    claim_code: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, claim_code: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class WithdrawAnonymousPurchaseRequest(_message.Message):
    __slots__ = ("request_id", "claim_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CLAIM_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    claim_code: str
    def __init__(self, request_id: _Optional[str] = ..., claim_code: _Optional[str] = ...) -> None: ...

class WithdrawAnonymousPurchaseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ClaimPurchaseRequest(_message.Message):
    __slots__ = ("request_id", "member", "claim_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    CLAIM_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member: _member_pb2.MemberKey
    claim_code: str
    def __init__(self, request_id: _Optional[str] = ..., member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., claim_code: _Optional[str] = ...) -> None: ...

class ClaimPurchaseResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class RedeemPointsRequest(_message.Message):
    __slots__ = ("request_id", "member", "business_id", "store_id", "points", "reason", "reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    member: _member_pb2.MemberKey
    business_id: str
    store_id: str
    points: int
    reason: str
    reference: str
    def __init__(self, request_id: _Optional[str] = ..., member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., points: _Optional[int] = ..., reason: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class RedeemPointsResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...

class GetAccountRequest(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ...) -> None: ...

class GetAccountResponse(_message.Message):
    __slots__ = ("account",)
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    account: _account_pb2.Account
    def __init__(self, account: _Optional[_Union[_account_pb2.Account, _Mapping]] = ...) -> None: ...

class ListEntriesRequest(_message.Message):
    __slots__ = ("member", "page_size", "page_token")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    member: _member_pb2.MemberKey
    page_size: int
    page_token: str
    def __init__(self, member: _Optional[_Union[_member_pb2.MemberKey, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[_entry_pb2.Entry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[_entry_pb2.Entry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetEntryRequest(_message.Message):
    __slots__ = ("request_id", "operation")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    operation: Operation
    def __init__(self, request_id: _Optional[str] = ..., operation: _Optional[_Union[Operation, str]] = ...) -> None: ...

class GetEntryResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: _entry_pb2.Entry
    def __init__(self, entry: _Optional[_Union[_entry_pb2.Entry, _Mapping]] = ...) -> None: ...
