"""How far the deriving of segments is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1.event_service_pb2 import RebuildSegmentsResponse
from rich.console import Console


def follow_rebuild(
    console: Console, answers: Iterable[RebuildSegmentsResponse]
) -> RebuildSegmentsResponse:
    """Show how far it is; return the last answer. Where it breaks off, say how to go on."""
    last = RebuildSegmentsResponse()
    with console.status("members") as status:
        try:
            for last in answers:
                status.update(f"{last.rebuilt_member_count:,} members")
        except BaseException:
            if last.HasField("next_time"):
                console.print(f"Broken off; go on with --from {_instant(last.next_time)}")
            raise
    return last


def print_rebuild(console: Console, last: RebuildSegmentsResponse) -> None:
    """Print of how many members segments were derived, and how many of them were put right."""
    changed = last.changed_member_count
    what_came = f"{changed:,} were put right" if changed else "all were as kept"
    console.print(
        f"Segments of {last.rebuilt_member_count:,} members are as the journal says; {what_came}."
    )


def _instant(time: Timestamp) -> str:
    """Write an instant, to the second before it, as the command reads it."""
    return time.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
