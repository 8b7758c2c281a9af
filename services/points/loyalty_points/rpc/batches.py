"""Items of a batch, which do not share a fate: the status of one that failed."""

from __future__ import annotations

from google.rpc import status_pb2
from loyalty_chassis.errors import InvalidField, Violation
from loyalty_chassis.rpc.status import failure_of, status_of


def status_of_item(error: Exception, method: str, domain: str, path: str) -> status_pb2.Status:
    """Return the status of a failure, its fields named as those of the item at `path`."""
    failure = failure_of(error, method)
    if failure.violations:
        failure = InvalidField.of(
            [Violation(f"{path}.{each.field}", each.description) for each in failure.violations]
        )
    return status_of(failure, domain)
