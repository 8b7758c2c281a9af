"""Pages of an answer, as long as clients take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from google.protobuf.message import Message

PAGE_BYTES_MAX = 1024 * 1024
"""A page ends here, so that it never outgrows what clients take by default (4 MiB)."""
FRAME_BYTES_MAX = 5
"""What a message takes within a page besides itself: its field and its length."""

M_contra = TypeVar("M_contra", bound=Message, contravariant=True)


class _Items(Protocol[M_contra]):
    """A repeated field."""

    def append(self, message: M_contra, /) -> None: ...
    def __len__(self) -> int: ...


def add_what_fits(page: Message, items: _Items[M_contra], messages: Iterable[M_contra]) -> None:
    """Add messages to `items`, a repeated field of `page`, in order while they fit: one at least.

    Takes no more of `messages` than it adds and one.
    """
    left = PAGE_BYTES_MAX - page.ByteSize()
    for message in messages:
        left -= message.ByteSize() + FRAME_BYTES_MAX
        if len(items) and left < 0:
            break
        items.append(message)
