"""Writing several entries of one account in one transaction, in their order."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.journal.entry import Entry
from loyalty_points.store import conversion, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.parts import Parts


class Chain:
    """Entries of one account that no request asks for: all are written, or none."""

    def __init__(self, parts: Parts, draft: journal.Draft) -> None:
        """Begin with nothing, on an account as read."""
        self._parts = parts
        self._draft = draft
        self._tier_id = draft.member_before.tier_id
        self._entries: list[Entry] = []
        self._documents: list[Document] = []

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Link an entry of what was just done to the draft, on which the next one goes on."""
        account = self._draft.account
        linked = replace(journal.added_up(self._draft, entry), tier_before=self._tier_id)
        document = conversion.entry_to_document(linked, self._parts.journal_key)
        account.chain_head, account.sequence = document["chain_hash"], entry.sequence
        self._tier_id = entry.tier_id
        self._entries.append(linked)
        self._documents.append(document)

    def commit(self) -> None:
        """Write them all: four commands, however many they are. Raises LostRace."""
        draft = self._draft
        self._parts.unit_of_work.commit(
            [
                writing.update_account(
                    draft.lots_before, draft.account, self._entries, draft.account.chain_head
                ),
                writing.update_member(draft.member_before, draft.member),
                writing.insert_entries(*self._documents),
            ]
        )
