import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from loyalty.points.v1 import account_pb2 as _account_pb2
from loyalty.points.v1 import member_pb2 as _member_pb2
from loyalty.points.v1 import purchase_pb2 as _purchase_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EntryKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENTRY_KIND_UNSPECIFIED: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_ENROLLED: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_UPDATED: _ClassVar[EntryKind]
    ENTRY_KIND_IDENTITY_LINKED: _ClassVar[EntryKind]
    ENTRY_KIND_IDENTITY_UNLINKED: _ClassVar[EntryKind]
    ENTRY_KIND_PURCHASE: _ClassVar[EntryKind]
    ENTRY_KIND_REDEMPTION: _ClassVar[EntryKind]
    ENTRY_KIND_POINTS_ACTIVATED: _ClassVar[EntryKind]
    ENTRY_KIND_POINTS_EXPIRED: _ClassVar[EntryKind]
    ENTRY_KIND_TIER_REVIEWED: _ClassVar[EntryKind]
    ENTRY_KIND_HOLD_PLACED: _ClassVar[EntryKind]
    ENTRY_KIND_HOLD_CAPTURED: _ClassVar[EntryKind]
    ENTRY_KIND_HOLD_RELEASED: _ClassVar[EntryKind]
    ENTRY_KIND_HOLD_LAPSED: _ClassVar[EntryKind]
    ENTRY_KIND_PURCHASE_REVERSED: _ClassVar[EntryKind]
    ENTRY_KIND_REDEMPTION_REVERSED: _ClassVar[EntryKind]
    ENTRY_KIND_PURCHASE_CONFIRMED: _ClassVar[EntryKind]
    ENTRY_KIND_PENDING_CANCELLED: _ClassVar[EntryKind]
    ENTRY_KIND_TRANSFER_SENT: _ClassVar[EntryKind]
    ENTRY_KIND_TRANSFER_RECEIVED: _ClassVar[EntryKind]
    ENTRY_KIND_ADJUSTMENT: _ClassVar[EntryKind]
    ENTRY_KIND_OPENING_BALANCE: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_FROZEN: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_UNFROZEN: _ClassVar[EntryKind]
    ENTRY_KIND_TIER_INVITED: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_MERGED_AWAY: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_MERGED_IN: _ClassVar[EntryKind]
    ENTRY_KIND_MEMBER_CLOSED: _ClassVar[EntryKind]
    ENTRY_KIND_HOUSEHOLD_CREATED: _ClassVar[EntryKind]
    ENTRY_KIND_HOUSEHOLD_JOINED: _ClassVar[EntryKind]
    ENTRY_KIND_HOUSEHOLD_LEFT: _ClassVar[EntryKind]
    ENTRY_KIND_SPEND_LIMIT_SET: _ClassVar[EntryKind]
    ENTRY_KIND_JOURNEY_AWARDED: _ClassVar[EntryKind]

class PointsCurrency(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POINTS_CURRENCY_UNSPECIFIED: _ClassVar[PointsCurrency]
    POINTS_CURRENCY_SPENDABLE: _ClassVar[PointsCurrency]
    POINTS_CURRENCY_QUALIFYING: _ClassVar[PointsCurrency]
ENTRY_KIND_UNSPECIFIED: EntryKind
ENTRY_KIND_MEMBER_ENROLLED: EntryKind
ENTRY_KIND_MEMBER_UPDATED: EntryKind
ENTRY_KIND_IDENTITY_LINKED: EntryKind
ENTRY_KIND_IDENTITY_UNLINKED: EntryKind
ENTRY_KIND_PURCHASE: EntryKind
ENTRY_KIND_REDEMPTION: EntryKind
ENTRY_KIND_POINTS_ACTIVATED: EntryKind
ENTRY_KIND_POINTS_EXPIRED: EntryKind
ENTRY_KIND_TIER_REVIEWED: EntryKind
ENTRY_KIND_HOLD_PLACED: EntryKind
ENTRY_KIND_HOLD_CAPTURED: EntryKind
ENTRY_KIND_HOLD_RELEASED: EntryKind
ENTRY_KIND_HOLD_LAPSED: EntryKind
ENTRY_KIND_PURCHASE_REVERSED: EntryKind
ENTRY_KIND_REDEMPTION_REVERSED: EntryKind
ENTRY_KIND_PURCHASE_CONFIRMED: EntryKind
ENTRY_KIND_PENDING_CANCELLED: EntryKind
ENTRY_KIND_TRANSFER_SENT: EntryKind
ENTRY_KIND_TRANSFER_RECEIVED: EntryKind
ENTRY_KIND_ADJUSTMENT: EntryKind
ENTRY_KIND_OPENING_BALANCE: EntryKind
ENTRY_KIND_MEMBER_FROZEN: EntryKind
ENTRY_KIND_MEMBER_UNFROZEN: EntryKind
ENTRY_KIND_TIER_INVITED: EntryKind
ENTRY_KIND_MEMBER_MERGED_AWAY: EntryKind
ENTRY_KIND_MEMBER_MERGED_IN: EntryKind
ENTRY_KIND_MEMBER_CLOSED: EntryKind
ENTRY_KIND_HOUSEHOLD_CREATED: EntryKind
ENTRY_KIND_HOUSEHOLD_JOINED: EntryKind
ENTRY_KIND_HOUSEHOLD_LEFT: EntryKind
ENTRY_KIND_SPEND_LIMIT_SET: EntryKind
ENTRY_KIND_JOURNEY_AWARDED: EntryKind
POINTS_CURRENCY_UNSPECIFIED: PointsCurrency
POINTS_CURRENCY_SPENDABLE: PointsCurrency
POINTS_CURRENCY_QUALIFYING: PointsCurrency

class Entry(_message.Message):
    __slots__ = ("entry_id", "account_id", "sequence", "kind", "request_id", "client_id", "business_id", "store_id", "event_time", "record_time", "earned_points", "burned_points", "qualifying_points", "detailed", "purchase", "awards", "burn", "lot_changes", "postings", "balance_after", "program_version", "plugins", "chain_hash", "reason", "reference", "tier_id", "member_id", "debt_changes", "hold", "reversal", "owed", "price_version", "counterpart_account_id", "operator_id", "approver_id", "holds", "merged", "invitation", "spend_limit")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_ID_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    EARNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    BURNED_POINTS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    DETAILED_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    AWARDS_FIELD_NUMBER: _ClassVar[int]
    BURN_FIELD_NUMBER: _ClassVar[int]
    LOT_CHANGES_FIELD_NUMBER: _ClassVar[int]
    POSTINGS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FIELD_NUMBER: _ClassVar[int]
    PROGRAM_VERSION_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    CHAIN_HASH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    TIER_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    DEBT_CHANGES_FIELD_NUMBER: _ClassVar[int]
    HOLD_FIELD_NUMBER: _ClassVar[int]
    REVERSAL_FIELD_NUMBER: _ClassVar[int]
    OWED_FIELD_NUMBER: _ClassVar[int]
    PRICE_VERSION_FIELD_NUMBER: _ClassVar[int]
    COUNTERPART_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_ID_FIELD_NUMBER: _ClassVar[int]
    APPROVER_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    MERGED_FIELD_NUMBER: _ClassVar[int]
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    SPEND_LIMIT_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    account_id: str
    sequence: int
    kind: EntryKind
    request_id: str
    client_id: str
    business_id: str
    store_id: str
    event_time: _timestamp_pb2.Timestamp
    record_time: _timestamp_pb2.Timestamp
    earned_points: int
    burned_points: int
    qualifying_points: int
    detailed: bool
    purchase: _purchase_pb2.Purchase
    awards: _containers.RepeatedCompositeFieldContainer[Award]
    burn: Burn
    lot_changes: _containers.RepeatedCompositeFieldContainer[LotChange]
    postings: _containers.RepeatedCompositeFieldContainer[Posting]
    balance_after: _account_pb2.Balance
    program_version: int
    plugins: _containers.RepeatedScalarFieldContainer[str]
    chain_hash: str
    reason: str
    reference: str
    tier_id: str
    member_id: str
    debt_changes: _containers.RepeatedCompositeFieldContainer[DebtChange]
    hold: HoldRecord
    reversal: Reversal
    owed: _containers.RepeatedCompositeFieldContainer[Owed]
    price_version: int
    counterpart_account_id: str
    operator_id: str
    approver_id: str
    holds: _containers.RepeatedCompositeFieldContainer[HoldRecord]
    merged: MergedMember
    invitation: _member_pb2.TierInvitation
    spend_limit: _member_pb2.SpendLimit
    def __init__(self, entry_id: _Optional[str] = ..., account_id: _Optional[str] = ..., sequence: _Optional[int] = ..., kind: _Optional[_Union[EntryKind, str]] = ..., request_id: _Optional[str] = ..., client_id: _Optional[str] = ..., business_id: _Optional[str] = ..., store_id: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., earned_points: _Optional[int] = ..., burned_points: _Optional[int] = ..., qualifying_points: _Optional[int] = ..., detailed: _Optional[bool] = ..., purchase: _Optional[_Union[_purchase_pb2.Purchase, _Mapping]] = ..., awards: _Optional[_Iterable[_Union[Award, _Mapping]]] = ..., burn: _Optional[_Union[Burn, _Mapping]] = ..., lot_changes: _Optional[_Iterable[_Union[LotChange, _Mapping]]] = ..., postings: _Optional[_Iterable[_Union[Posting, _Mapping]]] = ..., balance_after: _Optional[_Union[_account_pb2.Balance, _Mapping]] = ..., program_version: _Optional[int] = ..., plugins: _Optional[_Iterable[str]] = ..., chain_hash: _Optional[str] = ..., reason: _Optional[str] = ..., reference: _Optional[str] = ..., tier_id: _Optional[str] = ..., member_id: _Optional[str] = ..., debt_changes: _Optional[_Iterable[_Union[DebtChange, _Mapping]]] = ..., hold: _Optional[_Union[HoldRecord, _Mapping]] = ..., reversal: _Optional[_Union[Reversal, _Mapping]] = ..., owed: _Optional[_Iterable[_Union[Owed, _Mapping]]] = ..., price_version: _Optional[int] = ..., counterpart_account_id: _Optional[str] = ..., operator_id: _Optional[str] = ..., approver_id: _Optional[str] = ..., holds: _Optional[_Iterable[_Union[HoldRecord, _Mapping]]] = ..., merged: _Optional[_Union[MergedMember, _Mapping]] = ..., invitation: _Optional[_Union[_member_pb2.TierInvitation, _Mapping]] = ..., spend_limit: _Optional[_Union[_member_pb2.SpendLimit, _Mapping]] = ...) -> None: ...

class MergedMember(_message.Message):
    __slots__ = ("member_id", "identity_count")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_COUNT_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    identity_count: int
    def __init__(self, member_id: _Optional[str] = ..., identity_count: _Optional[int] = ...) -> None: ...

class HoldRecord(_message.Message):
    __slots__ = ("hold_id", "deadline_time", "points", "parts")
    HOLD_ID_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_TIME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    hold_id: str
    deadline_time: _timestamp_pb2.Timestamp
    points: int
    parts: _containers.RepeatedCompositeFieldContainer[LotPart]
    def __init__(self, hold_id: _Optional[str] = ..., deadline_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., points: _Optional[int] = ..., parts: _Optional[_Iterable[_Union[LotPart, _Mapping]]] = ...) -> None: ...

class LotPart(_message.Message):
    __slots__ = ("lot_id", "points")
    LOT_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    lot_id: str
    points: int
    def __init__(self, lot_id: _Optional[str] = ..., points: _Optional[int] = ...) -> None: ...

class Reversal(_message.Message):
    __slots__ = ("original_entry_id", "voided", "complete", "lines", "awards", "restored_points", "restored_available_points", "restored_expired_points", "clawed_back_points", "clawed_back_pending_points", "clawed_back_available_points", "clawed_back_debt_points", "refund_amount_minor", "currency_code")
    ORIGINAL_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    AWARDS_FIELD_NUMBER: _ClassVar[int]
    RESTORED_POINTS_FIELD_NUMBER: _ClassVar[int]
    RESTORED_AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    RESTORED_EXPIRED_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLAWED_BACK_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLAWED_BACK_PENDING_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLAWED_BACK_AVAILABLE_POINTS_FIELD_NUMBER: _ClassVar[int]
    CLAWED_BACK_DEBT_POINTS_FIELD_NUMBER: _ClassVar[int]
    REFUND_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    original_entry_id: str
    voided: bool
    complete: bool
    lines: _containers.RepeatedCompositeFieldContainer[ReturnedLine]
    awards: _containers.RepeatedCompositeFieldContainer[ReturnedAward]
    restored_points: int
    restored_available_points: int
    restored_expired_points: int
    clawed_back_points: int
    clawed_back_pending_points: int
    clawed_back_available_points: int
    clawed_back_debt_points: int
    refund_amount_minor: int
    currency_code: str
    def __init__(self, original_entry_id: _Optional[str] = ..., voided: _Optional[bool] = ..., complete: _Optional[bool] = ..., lines: _Optional[_Iterable[_Union[ReturnedLine, _Mapping]]] = ..., awards: _Optional[_Iterable[_Union[ReturnedAward, _Mapping]]] = ..., restored_points: _Optional[int] = ..., restored_available_points: _Optional[int] = ..., restored_expired_points: _Optional[int] = ..., clawed_back_points: _Optional[int] = ..., clawed_back_pending_points: _Optional[int] = ..., clawed_back_available_points: _Optional[int] = ..., clawed_back_debt_points: _Optional[int] = ..., refund_amount_minor: _Optional[int] = ..., currency_code: _Optional[str] = ...) -> None: ...

class ReturnedLine(_message.Message):
    __slots__ = ("line_id", "amount_minor", "quantity_milli", "paid_amount_minor")
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_MILLI_FIELD_NUMBER: _ClassVar[int]
    PAID_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    line_id: str
    amount_minor: int
    quantity_milli: int
    paid_amount_minor: int
    def __init__(self, line_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., quantity_milli: _Optional[int] = ..., paid_amount_minor: _Optional[int] = ...) -> None: ...

class ReturnedAward(_message.Message):
    __slots__ = ("award_index", "funder", "points", "qualifying_points")
    AWARD_INDEX_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    award_index: int
    funder: str
    points: int
    qualifying_points: int
    def __init__(self, award_index: _Optional[int] = ..., funder: _Optional[str] = ..., points: _Optional[int] = ..., qualifying_points: _Optional[int] = ...) -> None: ...

class Owed(_message.Message):
    __slots__ = ("debtor", "creditor", "points")
    DEBTOR_FIELD_NUMBER: _ClassVar[int]
    CREDITOR_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    debtor: str
    creditor: str
    points: int
    def __init__(self, debtor: _Optional[str] = ..., creditor: _Optional[str] = ..., points: _Optional[int] = ...) -> None: ...

class Award(_message.Message):
    __slots__ = ("plugin", "rule_id", "reason", "points", "qualifying_points", "requested_points", "limited_by", "funder", "lot_id", "expire_time", "born_expired", "line_shares")
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_POINTS_FIELD_NUMBER: _ClassVar[int]
    LIMITED_BY_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    LOT_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    BORN_EXPIRED_FIELD_NUMBER: _ClassVar[int]
    LINE_SHARES_FIELD_NUMBER: _ClassVar[int]
    plugin: str
    rule_id: str
    reason: str
    points: int
    qualifying_points: int
    requested_points: int
    limited_by: str
    funder: str
    lot_id: str
    expire_time: _timestamp_pb2.Timestamp
    born_expired: bool
    line_shares: _containers.RepeatedCompositeFieldContainer[LineShare]
    def __init__(self, plugin: _Optional[str] = ..., rule_id: _Optional[str] = ..., reason: _Optional[str] = ..., points: _Optional[int] = ..., qualifying_points: _Optional[int] = ..., requested_points: _Optional[int] = ..., limited_by: _Optional[str] = ..., funder: _Optional[str] = ..., lot_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., born_expired: _Optional[bool] = ..., line_shares: _Optional[_Iterable[_Union[LineShare, _Mapping]]] = ...) -> None: ...

class LineShare(_message.Message):
    __slots__ = ("line_id", "points", "lot_id", "qualifying_points")
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    LOT_ID_FIELD_NUMBER: _ClassVar[int]
    QUALIFYING_POINTS_FIELD_NUMBER: _ClassVar[int]
    line_id: str
    points: int
    lot_id: str
    qualifying_points: int
    def __init__(self, line_id: _Optional[str] = ..., points: _Optional[int] = ..., lot_id: _Optional[str] = ..., qualifying_points: _Optional[int] = ...) -> None: ...

class Burn(_message.Message):
    __slots__ = ("points", "amount_minor", "plugin", "rule_id", "reason", "line_shares")
    POINTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    LINE_SHARES_FIELD_NUMBER: _ClassVar[int]
    points: int
    amount_minor: int
    plugin: str
    rule_id: str
    reason: str
    line_shares: _containers.RepeatedCompositeFieldContainer[LineShare]
    def __init__(self, points: _Optional[int] = ..., amount_minor: _Optional[int] = ..., plugin: _Optional[str] = ..., rule_id: _Optional[str] = ..., reason: _Optional[str] = ..., line_shares: _Optional[_Iterable[_Union[LineShare, _Mapping]]] = ...) -> None: ...

class LotChange(_message.Message):
    __slots__ = ("lot_id", "points", "funder", "expire_time")
    LOT_ID_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    lot_id: str
    points: int
    funder: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, lot_id: _Optional[str] = ..., points: _Optional[int] = ..., funder: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DebtChange(_message.Message):
    __slots__ = ("funder", "payer", "points")
    FUNDER_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    funder: str
    payer: str
    points: int
    def __init__(self, funder: _Optional[str] = ..., payer: _Optional[str] = ..., points: _Optional[int] = ...) -> None: ...

class Posting(_message.Message):
    __slots__ = ("ledger_account", "points", "currency")
    LEDGER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    ledger_account: str
    points: int
    currency: PointsCurrency
    def __init__(self, ledger_account: _Optional[str] = ..., points: _Optional[int] = ..., currency: _Optional[_Union[PointsCurrency, str]] = ...) -> None: ...
