"""The root of every failure a caller can see.

    LoyaltyError            code, reason, message, metadata
    ├── InvalidField        INVALID_ARGUMENT     every violation with its path
    ├── CredentialsInvalid  UNAUTHENTICATED
    ├── NotGranted          PERMISSION_DENIED
    ├── NotFound            NOT_FOUND            one subclass per thing
    │   └── RequestNotFound
    ├── AlreadyExists       ALREADY_EXISTS
    │   └── RequestIdReused
    ├── Refused             FAILED_PRECONDITION  remembered under the request id
    │   ├── LimitReached
    │   └── RememberedRefusal                    the refusal of the first time, again
    ├── Conflict            ABORTED              lost a race after retries
    ├── StorageUnavailable  UNAVAILABLE          retry with the same request id
    ├── TimeIsUp            DEADLINE_EXCEEDED    a long read was given up
    ├── TooManyStreams      RESOURCE_EXHAUSTED   a long read was not begun
    └── PluginFailed        INTERNAL             the plugin's name, never its trace

Services add subclasses in `domain/errors.py`. One interceptor turns them into statuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Violation:
    """A field that is not as it must be: its path as in the proto, and why."""

    field: str
    description: str


class LoyaltyError(Exception):
    """A failure with a public code and reason.

    Attributes:
        code: name of the gRPC status code.
        reason: UPPER_SNAKE, part of the API.
        message: one sentence for the caller's developer.
        metadata: every dynamic value of the message.
        retry_seconds: when a retry may help, or None.
        violations: bad fields, for InvalidField.

    """

    code: ClassVar[str] = "INTERNAL"
    reason: ClassVar[str] = "INTERNAL"
    retry_seconds: ClassVar[float | None] = None

    def __init__(
        self,
        message: str,
        metadata: Mapping[str, object] | None = None,
        violations: Sequence[Violation] = (),
    ) -> None:
        """Keep the message and turn metadata values into strings."""
        super().__init__(message)
        self.message = message
        self.metadata = {key: str(value) for key, value in (metadata or {}).items()}
        self.violations = tuple(violations)


class InvalidField(LoyaltyError):
    """Bad input, whatever the state of the suite."""

    code = "INVALID_ARGUMENT"
    reason = "INVALID_FIELD"

    @classmethod
    def of(cls, violations: Sequence[Violation]) -> InvalidField:
        """Return the error for these violations, one or more."""
        first = violations[0]
        more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
        return cls(f"{first.field}: {first.description}{more}", {"field": first.field}, violations)


class CredentialsInvalid(LoyaltyError):
    """No key, or a key that no client has."""

    code = "UNAUTHENTICATED"
    reason = "CREDENTIALS_INVALID"


class NotGranted(LoyaltyError):
    """The caller is known and may not do this."""

    code = "PERMISSION_DENIED"
    reason = "NOT_GRANTED"


class NotFound(LoyaltyError):
    """Something named in the request does not exist."""

    code = "NOT_FOUND"
    reason = "NOT_FOUND"


class RequestNotFound(NotFound):
    """No request of that id by this client and operation."""

    reason = "REQUEST_NOT_FOUND"


class AlreadyExists(LoyaltyError):
    """Something exists already under this name with other content."""

    code = "ALREADY_EXISTS"
    reason = "ALREADY_EXISTS"


class RequestIdReused(AlreadyExists):
    """The request id was used for other content."""

    reason = "REQUEST_ID_REUSED"


class Refused(LoyaltyError):
    """A business reason says no. The only failure that is remembered."""

    code = "FAILED_PRECONDITION"
    reason = "REFUSED"


class LimitReached(Refused):
    """A limit of the program or of the suite is reached."""

    reason = "LIMIT_REACHED"


class Conflict(LoyaltyError):
    """Other writers were faster, again and again; nothing was written."""

    code = "ABORTED"
    reason = "CONFLICT"
    retry_seconds = 0.2


class StorageUnavailable(LoyaltyError):
    """The database did not answer; the outcome may be unknown."""

    code = "UNAVAILABLE"
    reason = "STORAGE_UNAVAILABLE"
    retry_seconds = 1.0


class TooManyStreams(LoyaltyError):
    """As many long answers are being streamed as may be at once; nothing was begun."""

    code = "RESOURCE_EXHAUSTED"
    reason = "TOO_MANY_STREAMS"
    retry_seconds = 5.0


class TimeIsUp(LoyaltyError):
    """A read took longer than its call may; nothing was written."""

    code = "DEADLINE_EXCEEDED"
    reason = "TIME_IS_UP"


class PluginFailed(LoyaltyError):
    """A plugin raised, overran its time or gave a wrong answer. Nothing was written."""

    code = "INTERNAL"
    reason = "PLUGIN_FAILED"


class RememberedRefusal(Refused):
    """A refusal given before, given again in the same words."""

    def __init__(self, reason: str, message: str, metadata: Mapping[str, object]) -> None:
        """Take the words of the first refusal."""
        super().__init__(message, metadata)
        self.reason = reason  # type: ignore[misc]  # the first refusal's, not the class's
