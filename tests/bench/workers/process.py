"""A worker in a process of its own, asked by function calls."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

from loyalty_chassis.cpus import keep_to_cpu

T = TypeVar("T")


def _begin(cpu: int | None, start: Callable[..., None], arguments: Sequence[Any]) -> None:
    keep_to_cpu(cpu)
    start(*arguments)


class Worker:
    """One process that keeps what `start` made and runs functions on it."""

    def __init__(self, start: Callable[..., None], *arguments: Any, cpu: int | None = None) -> None:
        """Start it, on that CPU alone where one is given."""
        self._pool = ProcessPoolExecutor(
            1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(cpu, start, arguments),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def ask(self, function: Callable[..., T], *arguments: Any) -> T:
        """Return what the function returns there."""
        return self._pool.submit(function, *arguments).result()
