"""What to try where a call was refused: said on a line after the refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import grpc

from .errors import LoyaltyctlError
from .failures import Failure, failure_of

_BY_REASON = {
    "BUSINESS_NOT_FOUND": "`loyaltyctl program get` shows the businesses and their stores",
    "CREDENTIALS_INVALID": "take the key that the operator gave you; `make run` keeps its own in "
    ".cache/local/keys",
    "MEMBER_NOT_FOUND": "look for another identity of theirs (card, phone, e-mail), or ask "
    "whether they were enrolled",
    "NOT_GRANTED": "what a client may do, and for whom, stands in the service's clients file: "
    "services/points/docs/settings.md",
}


def told(failure: Failure, name_field: Callable[[str], str] = str, hint: str = "") -> str:
    """Tell a failure, and after it the hint: the one given, or what its reason has of its own."""
    hint = hint or _BY_REASON.get(failure.reason, "")
    lines = failure.lines(name_field)
    return f"{lines}\nhint: {hint}" if hint else lines


@contextmanager
def hinting(hint: str, applies: Callable[[Failure], bool]) -> Iterator[None]:
    """Add a hint to a refusal that it applies to. Raises LoyaltyctlError or grpc.RpcError."""
    try:
        yield
    except grpc.RpcError as error:
        failure = failure_of(error)
        if not applies(failure):
            raise
        raise LoyaltyctlError(told(failure, hint=hint)) from error
