"""Rows of the table of nonsense, and those that many fields have.

Every probe of a field's type (`probes.py`) must be refused with INVALID_FIELD at the
field's path, unless the field's row says otherwise. A field without a row is a KeyError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from loyalty.points.v1 import member_pb2, program_pb2

from support import build
from support.clocks import NOON
from support.requests.probes import Put

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True)
class Expect:
    """How the call must fail."""

    code: str = "INVALID_ARGUMENT"
    reason: str = "INVALID_FIELD"
    field: str | None = None
    """A field beside this one, "" for the message that holds it, with a "/" one of the
    request; None for the field itself."""
    metadata: str = ""
    """What must be named in the metadata, where no field is."""


def missing(thing: str, metadata: str = "") -> Expect:
    return Expect("NOT_FOUND", f"{thing}_NOT_FOUND", metadata=metadata)


@dataclass(frozen=True)
class Row:
    """What is particular to one field."""

    allowed: frozenset[str] = frozenset()
    """Labels of probes that are right here: the call must succeed."""
    instead: Mapping[str, Expect] = field(default_factory=dict)
    """Labels of probes that fail in another way."""
    more: Mapping[str, Put] = field(default_factory=dict)
    """Probes beside those of the type."""
    maximum: int = 0
    """How many a repeated field or map may hold."""
    everything: bool = False
    """Whether the field is output only: whatever is sent is ignored."""


def row(
    *allowed: str, maximum: int = 0, instead: Mapping[str, Expect] | None = None, **more: Put
) -> Row:
    named = {label.replace("_", " "): put for label, put in more.items()}
    return Row(frozenset(allowed), instead or {}, named, maximum)


def to(name: str, value: Any) -> Put:
    """Return what sets a field to a value."""
    return lambda holder: setattr(holder, name, value)


def at(name: str, span: timedelta) -> Put:
    """Return what sets a time to so long after the server's."""
    return lambda holder: getattr(holder, name).CopyFrom(build.timestamp(NOON + span))


def identity(kind: member_pb2.IdentityType, value: str) -> Put:
    return lambda holder: holder.CopyFrom(member_pb2.Identity(type=kind, value=value))


def later_tier(points: int) -> Put:
    return lambda program: program.tiers.append(
        program_pb2.Tier(tier_id="later", display_name="Later", qualifying_points=points)
    )


def expiry(**parts: Any) -> Put:
    return lambda holder: holder.CopyFrom(program_pb2.ExpiryPolicy(**parts))


def late_copy(name: str, holder_field: str) -> Put:
    """Return what adds a second element that differs in all but what must be unique."""

    def put(holder: Any) -> None:
        getattr(holder, name).add().CopyFrom(getattr(holder, name)[0])
        setattr(getattr(holder, name)[1], holder_field, "other")

    return put


def lines_11_times_500(batch: Any) -> None:
    lines = [build.line() for _ in range(500)]
    batch.purchases[1].purchase.ClearField("lines")
    batch.purchases[1].purchase.lines.extend(lines)
    batch.purchases.extend([batch.purchases[1]] * 10)


def lots_26_times_200(batch: Any) -> None:
    batch.balances[1].lots.extend([batch.balances[1].lots[0]] * 199)
    batch.balances.extend([batch.balances[1]] * 25)


ROLLING = program_pb2.EXPIRY_KIND_ROLLING
UNKNOWN_ID = "0" * 26
REQUEST_ID = row()
MEMBER_ID = row(
    unknown=to("member_id", UNKNOWN_ID),
    instead={
        "unknown": missing("MEMBER", "member_id"),
    },
)
OWNER_ID = row(
    unknown=to("owner_member_id", UNKNOWN_ID),
    instead={"unknown": missing("MEMBER", "member_id")},
)
BUSINESS_ID = row(
    unknown=to("business_id", "casino"),
    instead={
        "unknown": missing("BUSINESS", "business_id"),
    },
)
STORE_ID = row(
    unknown=to("store_id", "nowhere"),
    of_another_business=to("store_id", "dining-1"),
    instead={
        "unknown": missing("STORE", "store_id"),
        "of another business": missing("STORE", "store_id"),
    },
)
FUNDER = row(
    unknown=to("funder", "casino"), instead={"unknown": missing("BUSINESS", "business_id")}
)
PROPOSAL_ID = row(
    unknown=to("proposal_id", UNKNOWN_ID),
    instead={"unknown": missing("PROPOSAL", "proposal_id")},
)
PARKED_EVENT_ID = row(
    unknown=to("parked_event_id", UNKNOWN_ID),
    instead={"unknown": missing("PARKED_EVENT", "parked_event_id")},
)
SUBSCRIPTION_ID = row(
    unknown=to("subscription_id", UNKNOWN_ID),
    instead={"unknown": missing("SUBSCRIPTION", "subscription_id")},
)
URL = row(
    "too long",
    longer_than_any=to("url", "https://app.example/" + "a" * 2048),
    without_encryption=to("url", "http://app.example/"),
    a_file=to("url", "file:///etc/passwd"),
    with_a_user=to("url", "https://user@app.example/"),
    at_another_port=to("url", "https://app.example:22/"),
    of_this_machine=to("url", "https://127.0.0.1/"),
    of_this_machine_by_ipv6=to("url", "https://[::ffff:127.0.0.1]/"),
    of_this_machine_as_a_number=to("url", "https://2130706433/"),
    of_this_machine_by_name=to("url", "https://localhost/"),
    of_a_private_network=to("url", "https://10.0.0.1/"),
    of_a_cloud_s_metadata=to("url", "https://169.254.169.254/"),
)
EVENT_TYPES = row(
    maximum=50,
    of_an_unknown_type=lambda holder: holder.event_types.append("loyalty.points.v1.Nothing"),
    all_and_more=lambda holder: holder.event_types.append("*"),
)
HOLD_ID = row(
    unknown=to("hold_id", UNKNOWN_ID),
    instead={
        "unknown": missing("HOLD", "hold_id"),
    },
)
CLAIM_CODE = row(
    unknown=to("claim_code", "0000-0000-0000-0001-1"),
    of_three_characters=to("claim_code", "011"),
    instead=dict.fromkeys(
        (
            "unknown",
            "of three characters",
            "space before",
            "look-alike",
            "digits of another script",
        ),
        Expect("NOT_FOUND", "CLAIM_CODE_INVALID", metadata="field"),
    ),
)
MEMBER = row(instead={"unset": Expect(), "empty message": Expect()})
BURN_POINTS = row("zero")
PERIOD = row(
    month_13=to("period", "2025-13"),
    month_0=to("period", "2025-00"),
    a_day=to("period", "2025-01-01"),
    a_month_as_days=to("period", "2025-01-01/2025-01-31"),
    days_that_run_back=to("period", "2025-01-02/2025-01-01"),
    no_day=to("period", "2025-02-29/2025-03-02"),
    year_0=to("period", "0000-01"),
    year_9000=to("period", "9000-01"),
)
ZONE = {
    "unknown": "Mars/Phobos",
    "path": "../../etc/passwd",
    "offset": "+02:00",
    "the server's own": "localtime",
    "none": "Factory",
    "lower case": "america/new_york",
}
ZONES: dict[str, Put] = {label: to("time_zone", name) for label, name in ZONE.items()}
PLUGINS = Row(frozenset({"none"}), maximum=20)


REASON = row(upper_case=to("reason", "GIFT"))
NO_SCOPE = {"unset": Expect(field="whole")}
NO_RECEIPT = {"unknown": missing("ENTRY", "receipt_number")}


def settings(text: str) -> Put:
    return to("settings_json", text)
