from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AuditLedgerRequest(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    def __init__(self, account_id: _Optional[str] = ...) -> None: ...

class AuditLedgerResponse(_message.Message):
    __slots__ = ("account_count", "checked_account_count", "checked_entry_count", "done", "difference", "totals")
    class TotalsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ACCOUNT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHECKED_ACCOUNT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHECKED_ENTRY_COUNT_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    account_count: int
    checked_account_count: int
    checked_entry_count: int
    done: bool
    difference: AuditDifference
    totals: _containers.ScalarMap[str, int]
    def __init__(self, account_count: _Optional[int] = ..., checked_account_count: _Optional[int] = ..., checked_entry_count: _Optional[int] = ..., done: _Optional[bool] = ..., difference: _Optional[_Union[AuditDifference, _Mapping]] = ..., totals: _Optional[_Mapping[str, int]] = ...) -> None: ...

class AuditDifference(_message.Message):
    __slots__ = ("account_id", "sequence", "subject", "expected", "actual")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    sequence: int
    subject: str
    expected: str
    actual: str
    def __init__(self, account_id: _Optional[str] = ..., sequence: _Optional[int] = ..., subject: _Optional[str] = ..., expected: _Optional[str] = ..., actual: _Optional[str] = ...) -> None: ...
