"""Commits that share a transaction where several callers wait for one at the same time.

A transaction for twenty takes about as many commands as one for a single caller. Where it
fails nothing of it is there, and each commits for itself: so one that cannot be committed
keeps nobody else's writes away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo.errors import PyMongoError

from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.retrying import is_outcome_unknown
from loyalty_chassis.storage.sharing import Shared
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Delete, Insert, LostRace, Update, Updates, Write

WRITES_MAX = 50
"""Together: few enough for a transaction to be short, as it keeps others waiting."""


@dataclass(frozen=True, slots=True)
class _Alone:
    """Nothing was written: who wants it commits for themselves."""


_Outcome = _Alone | Exception | None


class SharedCommits:
    """Commits for several callers at once, as if each had committed for itself.

    For writes of which each touches a document of its own, and no two of one caller the same.
    """

    def __init__(self, unit_of_work: UnitOfWork) -> None:
        """Commit there."""
        self._unit_of_work = unit_of_work
        self._shared = Shared[Sequence[Write], _Outcome](
            self._commit, size_max=WRITES_MAX, is_repeatable=False, size_of=len
        )

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply `writes` together or none of them. Raises as the unit of work's commit."""
        outcome = self._shared.ask(writes)
        if isinstance(outcome, _Alone):
            self._alone(writes)
        elif outcome is not None:
            raise outcome

    def _commit(self, wishes: Sequence[Sequence[Write]]) -> Sequence[_Outcome]:
        if len(wishes) == 1:
            self._alone(wishes[0])
            return (None,)
        chosen = _apart(wishes)
        try:
            self._unit_of_work.commit(_merged([wishes[place] for place in chosen]))
        except Exception as error:  # noqa: BLE001, each sees what is wrong with its own
            if isinstance(error, PyMongoError) and is_outcome_unknown(error):
                return [error] * len(wishes)
            return [_Alone()] * len(wishes)
        taken = set(chosen)
        return [
            None if place in taken else LostRace("others changed it in the same transaction")
            for place in range(len(wishes))
        ]

    def _alone(self, writes: Sequence[Write]) -> None:
        """Commit for one; a single document needs no transaction."""
        if len(writes) == 1 and isinstance(writes[0], Insert) and len(writes[0].documents) == 1:
            self._unit_of_work.insert(writes[0].model, writes[0].documents[0])
        else:
            self._unit_of_work.commit(writes)


def _apart(wishes: Sequence[Sequence[Write]]) -> list[int]:
    """Return the places of wishes that change no document which an earlier one changes."""
    chosen: list[int] = []
    changed: set[tuple[type, object]] = set()
    for place, writes in enumerate(wishes):
        own = {
            (write.model, write.guard["_id"])
            for write in writes
            if isinstance(write, Update | Delete)
        }
        if not own & changed:
            changed |= own
            chosen.append(place)
    return chosen


def _merged(wishes: Sequence[Sequence[Write]]) -> list[Write]:
    """Return the writes of all, with one command for those of a kind and a class."""
    inserts: dict[type, list[Document]] = {}
    updates: dict[type, list[Update]] = {}
    others: list[Write] = []
    for write in (write for writes in wishes for write in writes):
        if isinstance(write, Insert):
            inserts.setdefault(write.model, []).extend(write.documents)
        elif isinstance(write, Update):
            updates.setdefault(write.model, []).append(write)
        else:
            others.append(write)
    return [
        *(Insert(model, documents) for model, documents in inserts.items()),
        *(Updates(model, changes) for model, changes in updates.items()),
        *others,
    ]
