"""A long journal, written fast and yet real.

The use case runs as ever, entry after entry, each chained to the one before. Only its reads
and writes are taken aside: the account and the member are kept in memory, and what is
inserted is inserted in batches. In the end the service's own audit must find all of it right.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest import mock

from bench import sample
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Insert, Update, Write
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.purchases.purchase import Line, Purchase
from loyalty_points.store import conversion, reading
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.use_cases.purchases.purchase_commands import RecordPurchase
from loyalty_points.use_cases.purchases.record_purchase import record_purchase

from support.harness import ALL_GRANTS, OPERATOR, Harness
from support.together import audit

BATCH = 1000


class Aside(UnitOfWork):
    """One member's account and journal, in memory until `store`."""

    def __init__(self, member_id: str) -> None:
        self._key = {"_id": member_id}
        self._kept: dict[type, dict[str, Any]] = {
            model: collection_of(model).find_one(self._key) or {}
            for model in (AccountDocument, MemberDocument)
        }
        self._inserts: defaultdict[type, list[dict[str, Any]]] = defaultdict(list)

    def read_account(self, _account_id: str) -> Account:
        return conversion.account_from_document(self._kept[AccountDocument])

    def read_member(self, _member_id: str) -> Member:
        return conversion.member_from_document(self._kept[MemberDocument])

    def commit(self, writes: Sequence[Write]) -> None:
        for write in writes:
            if isinstance(write, Insert):
                self._inserts[write.model].extend(write.documents)
            elif isinstance(write, Update):
                _change(self._kept[write.model], write.change)
            else:
                raise TypeError(f"recording a purchase makes no {type(write).__name__}")

    def store(self) -> None:
        """Write all of it to the database."""
        for model, documents in self._inserts.items():
            for start in range(0, len(documents), BATCH):
                collection_of(model).insert_many(documents[start : start + BATCH])
        for model, document in self._kept.items():
            collection_of(model).replace_one(self._key, document)


def _change(document: dict[str, Any], change: dict[str, Any]) -> None:
    """Do to a document what the database would."""
    for operator, fields in change.items():
        for path, value in fields.items():
            *parents, name = path.split(".")
            part = document
            for parent in parents:
                part = part[parent]
            if operator == "$inc":
                part[name] += value
            elif operator == "$set":
                part[name] = value
            else:
                del part[name]


def lengthen(running: Harness, member_id: str, entries: int) -> float:
    """Record purchases until the member's journal has so many entries; return the seconds.

    Raises RuntimeError where the audit finds a difference.
    """
    began = time.perf_counter()
    aside = Aside(member_id)
    parts = replace(running.parts, unit_of_work=aside)
    caller = Caller(OPERATOR, "group", frozenset(), frozenset(ALL_GRANTS))
    missing = entries - aside.read_account(member_id).sequence
    with (
        mock.patch.object(reading, "read_account", aside.read_account),
        mock.patch.object(reading, "read_member", aside.read_member),
    ):
        for _ in range(missing):
            command = RecordPurchase(member_id, _purchase(running), sample.BURN_POINTS)
            record_purchase(parts, Call.within(caller, None), sample.fresh(), command)
    aside.store()
    found = audit(running.client(), member_id)
    if found.HasField("difference") or found.checked_entry_count < entries:
        raise RuntimeError(f"the long journal is not as the service would write it: {found}")
    return time.perf_counter() - began


def _purchase(running: Harness) -> Purchase:
    net = sample.LINE_MINOR
    lines = tuple(Line(f"{number}", "", "grocery", 1000, net, 0, net) for number in range(1, 4))
    return Purchase(
        business_id=sample.SHOP,
        store_id=f"{sample.SHOP}-1",
        channel="till",
        receipt_number=sample.fresh(),
        purchase_time=running.clock(),
        currency_code="USD",
        total_amount_minor=3 * net,
        lines=lines,
        payments=(),
        attributes=(),
    )
