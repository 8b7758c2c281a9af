from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SegmentPolicy(_message.Message):
    __slots__ = ("window_days", "active_days", "at_risk_days", "frequency_counts", "monetary_amounts_minor")
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_DAYS_FIELD_NUMBER: _ClassVar[int]
    AT_RISK_DAYS_FIELD_NUMBER: _ClassVar[int]
    FREQUENCY_COUNTS_FIELD_NUMBER: _ClassVar[int]
    MONETARY_AMOUNTS_MINOR_FIELD_NUMBER: _ClassVar[int]
    window_days: int
    active_days: int
    at_risk_days: int
    frequency_counts: _containers.RepeatedScalarFieldContainer[int]
    monetary_amounts_minor: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, window_days: _Optional[int] = ..., active_days: _Optional[int] = ..., at_risk_days: _Optional[int] = ..., frequency_counts: _Optional[_Iterable[int]] = ..., monetary_amounts_minor: _Optional[_Iterable[int]] = ...) -> None: ...
