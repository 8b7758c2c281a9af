"""Writes the page of the events from the protos (`make protos`), or checks it (`--check`)."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from grpc_tools import protoc
from loyalty_points.domain.accounts.account import Balance
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.events.catalogue import SILENT, events_of

ROOT = Path(__file__).resolve().parent
PAGE = ROOT.parent / "services" / "points" / "docs" / "events.md"
MESSAGES, FIELDS = 4, 2
"""The numbers of these parts in a descriptor, of which the ways to comments are made."""

HEAD = """# Events

What the points service tells of, made by `make protos` from `member_events.proto` and
`points_events.proto`: change those. Each event is one message, as protobuf JSON (int64 as text,
times in RFC 3339, names as below, every field there also where it is empty), in a CloudEvents
1.0 envelope. The envelope's type is the message's full name: `loyalty.points.v1.` and the name
below, which is the routing key too, in the exchange `points.events`.

```json
{example}
```

- **At least once.** A relay that is killed sends again; the id stays the same.
- **Order.** The subject is the account, and its events come in the order of its journal.
  `sequence` is the entry's; two events of one entry have the same. Who joins or leaves a
  household goes on in another account; `member_id` says who it is about.
- **Time.** The envelope's time is the server's, and never runs back within an account;
  `event_time` is when it happened, by the till's clock.
- **New fields** come without a new type or schema version: pass over what you do not know, and
  take what is missing for empty (`ParseDict(data, message, ignore_unknown_fields=True)`).
- **Nothing personal**, and no free text: ids, points, amounts, codes.
- **Ahead of time.** `PointsExpiringSoon` and `TierAtRisk` come as many days before as the
  program's `notices` say (30 each), once for each instant of expiry and each review; a tier is
  looked at once, as things stand on that day. They have no entry and no sequence.
- **From when on.** Entries that were written before a service told of events have no mark, and
  are not told of; the journal has them (`loyaltyctl export`).

Changes of the journal that make no event of their own:

{silent}
"""


@dataclass(frozen=True)
class Described:
    """A message or field, with what its proto says of it."""

    name: str
    type_name: str
    comment: str


def page() -> str:
    """Return the page. Raises SystemExit where protoc refuses a file."""
    silent = "\n".join(f"- `{kind.value}`: {why}." for kind, why in sorted(SILENT.items()))
    parts = [HEAD.format(example=example(), silent=silent)]
    for file in described_files():
        title = file.name.rpartition("/")[2].removesuffix("_events.proto").title()
        parts.append(f"## {title}\n")
        parts += [_section(message, fields) for message, fields in messages_of(file)]
    return "\n".join(parts)


def _section(message: Described, fields: list[Described]) -> str:
    rows = [f"| `{field.name}` | {field.type_name} | {field.comment} |" for field in fields]
    table = ["| field | type | |", "|---|---|---|", *rows]
    return "\n".join([f"### {message.name}\n", f"{message.comment}\n", *table, ""])


def described_files() -> list[FileDescriptorProto]:
    """Return the files of events, with their comments."""
    sources = [
        str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("loyalty/**/*_events.proto"))
    ]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "events.bin"
        arguments = [
            "protoc",
            f"--proto_path={ROOT}",
            f"--proto_path={resources.files('grpc_tools') / '_proto'}",
            "--include_source_info",
            f"--descriptor_set_out={target}",
            *sources,
        ]
        if protoc.main(arguments) != 0:
            sys.exit("protoc failed")
        return list(FileDescriptorSet.FromString(target.read_bytes()).file)


def messages_of(file: FileDescriptorProto) -> Iterator[tuple[Described, list[Described]]]:
    """Yield each message with its fields."""
    comments = {
        tuple(place.path): " ".join(place.leading_comments.split())
        for place in file.source_code_info.location
    }
    for index, message in enumerate(file.message_type):
        fields = [
            Described(field.name, _type(field), comments[MESSAGES, index, FIELDS, number])
            for number, field in enumerate(message.field)
        ]
        yield Described(message.name, "", comments[MESSAGES, index]), fields


def _type(field: Field) -> str:
    if field.type_name:
        name = field.type_name.rpartition(".")[2]
        return {"Timestamp": "time", "AttributesEntry": "map of texts"}.get(name, name)
    return Field.Type.Name(field.type).removeprefix("TYPE_").lower()


def example() -> str:
    """Return the envelope of a purchase, as it is sent."""
    (event,) = events_of(sample_entry())
    return json.dumps(json.loads(event.to_json()), indent=2)


def sample_entry() -> Entry:
    """Return the entry of a purchase."""
    account_id, bought = "01KAXP0T8M5Z2V9Q4R7W1C6D3E", datetime(2026, 11, 25, 16, 4, tzinfo=UTC)
    purchase = Purchase(
        business_id="retail",
        store_id="384",
        channel="till",
        receipt_number="000123",
        purchase_time=bought,
        currency_code="USD",
        total_amount_minor=2000,
        lines=(),
        payments=(),
        attributes=(),
    )
    return Entry(
        account_id=account_id,
        member_id=account_id,
        sequence=7,
        kind=EntryKind.PURCHASE,
        request_id="till-7-000123",
        client_id="retail-tills",
        business_id="retail",
        store_id="384",
        event_time=bought,
        record_time=bought.replace(second=1, microsecond=250_000),
        earned_points=20,
        burned_points=0,
        qualifying_points=20,
        purchase=purchase,
        seen=None,
        awards=(),
        burn=None,
        lot_changes=(),
        debt_changes=(),
        postings=(),
        balance_after=Balance(66, 0, 0, 0, 0),
        program_version=1,
        plugins=(),
        reason="",
        reference="",
        tier_id="silver",
        tier_before="silver",
        previous_hash="",
    )


def main(arguments: list[str]) -> None:
    """Write the page; with `--check`, exit with a message where it is not as it must be."""
    if arguments != ["--check"]:
        PAGE.write_text(page())
    elif PAGE.read_text() != page():
        sys.exit(f"{PAGE.name} is not what the protos say: run `make protos`")


if __name__ == "__main__":
    main(sys.argv[1:])
