"""The document of a purchase that was recorded without a member."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me

from loyalty_points.store.entry_documents import PurchaseDocument


class UnclaimedPurchaseDocument(me.Document):
    """A purchase to be claimed. `_id` is the version of the key and the code's keyed hash."""

    unclaimed_id = me.StringField(primary_key=True)
    purchase = me.EmbeddedDocumentField(PurchaseDocument, required=True)
    receipt_key = me.StringField(required=True)
    client_id = me.StringField(required=True)
    record_time = me.DateTimeField(required=True)
    expire_time = me.DateTimeField(required=True)
    account_id = me.StringField()
    withdraw_time = me.DateTimeField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "unclaimed_purchases",
        "auto_create_index": False,
        "strict": False,
    }
