"""Work that several callers want at the same time, done for all of them at once.

A command costs the driver more than it costs the database. So the first caller works for
itself, those that come meanwhile wait, and one of them then works for all. Nobody is
answered by work that began before they asked.

Callers that were answered together mostly ask again together. So who works next gives them
a moment to come first, where fewer wait than were answered last. Without that, work for all
of them is followed by work for the single caller that came first, again and again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from loyalty_chassis.calls import remaining_seconds

Wish = TypeVar("Wish")
Answer = TypeVar("Answer")

WAIT_SECONDS_MAX = 0.5
"""For others' work. What hangs must not hold up those who could work for themselves."""

GATHER_SECONDS_MAX = 0.003
"""About what a command takes: a caller that works for others is that much later at most."""


class _Wanted(Generic[Wish, Answer]):
    """One caller's wish."""

    __slots__ = ("answer", "is_answered", "is_taken", "leads", "wish", "woken")

    answer: Answer

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.leads = self.is_taken = self.is_answered = False
        self.woken = threading.Lock()
        self.woken.acquire()


class Shared(Generic[Wish, Answer]):
    """Does `work` for one wish or for several, and gives each its answer."""

    def __init__(
        self,
        work: Callable[[Sequence[Wish]], Sequence[Answer]],
        *,
        size_max: int,
        is_repeatable: bool,
        size_of: Callable[[Wish], int] = lambda _: 1,
    ) -> None:
        """Work for so much at once, or for one; `work` returns an answer for each wish.

        `size_of` tells how much a wish is. What is repeatable is done again by who has waited
        too long for others to do it.
        """
        self._work = work
        self._size_max = size_max
        self._size_of = size_of
        self._is_repeatable = is_repeatable
        self._lock = threading.Lock()
        self._is_working = False
        self._waiting: list[_Wanted[Wish, Answer]] = []
        self._shared_last = 0
        """How many others the last work was for."""
        self._gathering: _Wanted[Wish, Answer] | None = None

    def ask(self, wish: Wish) -> Answer:
        """Return the answer to a wish. Raises what `work` raises for it alone."""
        wanted: _Wanted[Wish, Answer] = _Wanted(wish)
        if self._may_lead(wanted):
            return self._lead(wanted)
        try:
            self._wait(wanted)
            if wanted.leads:
                self._gather(wanted)
        except BaseException:  # a time that is up strikes wherever one waits
            self._give_up(wanted)
            raise
        if wanted.is_answered:
            return wanted.answer
        if wanted.leads:
            return self._lead(wanted)
        # It waited too long, or the work that was to answer it failed.
        return self._work([wish])[0]

    def _may_lead(self, wanted: _Wanted[Wish, Answer]) -> bool:
        with self._lock:
            if self._is_working:
                self._waiting.append(wanted)
                if self._gathering and len(self._waiting) >= self._shared_last:
                    self._gathering.woken.release()
                    self._gathering = None
                return False
            self._is_working = True
            return True

    def _wait(self, wanted: _Wanted[Wish, Answer]) -> None:
        """Wait to be answered or to lead; leave the queue where that takes too long."""
        if wanted.woken.acquire(timeout=min(remaining_seconds(), WAIT_SECONDS_MAX)):
            return
        with self._lock:
            if wanted in self._waiting:
                self._waiting.remove(wanted)
        if wanted.is_taken and not self._is_repeatable:
            wanted.woken.acquire()  # what has begun must not be done twice

    def _give_up(self, wanted: _Wanted[Wish, Answer]) -> None:
        """Wish nothing any more, and keep nobody waiting who waits behind."""
        with self._lock:
            if wanted in self._waiting:
                self._waiting.remove(wanted)
            if self._gathering is wanted:
                self._gathering = None
        if wanted.leads:
            self._hand_over()

    def _gather(self, leader: _Wanted[Wish, Answer]) -> None:
        """Wait until as many wait as were answered last, but not for long."""
        with self._lock:
            if len(self._waiting) >= self._shared_last:
                return
            leader.woken.acquire(blocking=False)  # where its wait ended just before it was woken
            self._gathering = leader
        leader.woken.acquire(timeout=GATHER_SECONDS_MAX)
        with self._lock:
            self._gathering = None

    def _lead(self, leader: _Wanted[Wish, Answer]) -> Answer:
        with self._lock:
            others = self._taken(self._size_max - self._size_of(leader.wish))
            self._shared_last = len(others)
        try:
            own, *answers = self._work([leader.wish, *(other.wish for other in others)])
            for other, answer in zip(others, answers, strict=True):
                other.answer, other.is_answered = answer, True
            return own
        finally:
            for other in others:
                other.woken.release()
            self._hand_over()

    def _taken(self, left: int) -> list[_Wanted[Wish, Answer]]:
        """Take those who have waited longest out of the queue, as far as there is room."""
        count = 0
        for other in self._waiting:
            left -= self._size_of(other.wish)
            if left < 0:
                break
            other.is_taken = True
            count += 1
        others = self._waiting[:count]
        del self._waiting[:count]
        return others

    def _hand_over(self) -> None:
        with self._lock:
            self._is_working = bool(self._waiting)
            if self._is_working:
                following = self._waiting.pop(0)
                following.leads = True
                following.woken.release()
