"""The command: starts what is measured, measures it part by part, prints the table."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import structlog
import typer
from bench import counting
from bench.capture import recorded
from bench.eventing import measure_events
from bench.figures import Figure, print_figures
from bench.getting import measure_getting
from bench.hosting import measure_host
from bench.local_suite import LocalSuite, started
from bench.machine import Machine
from bench.recording import Recording
from bench.relaying import measure_relay
from bench.settling import measure_settling
from bench.sizes import Sizes
from bench.workers import calling, raw
from bench.workers.process import Worker
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from support.rabbitmq import RabbitMq, running_rabbitmq

STEPS = 12

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Bench:
    """One run: what it measures with, and what it found."""

    def __init__(self, sizes: Sizes, folder: Path, progress: Progress) -> None:
        self.figures: list[Figure] = []
        self.taken_by_others = 0.0
        self._sizes = sizes
        self._folder = folder
        self._progress = progress
        self._task = progress.add_task("", total=STEPS)

    def run(self) -> None:
        """Measure everything, the long journal last, so that it burdens nothing else."""
        with ExitStack() as stack:
            with self._step("starting database, service, broker"):
                suite = stack.enter_context(started(self._folder))
                broker = stack.enter_context(running_rabbitmq(self._folder / "rabbitmq"))
            machine = Machine()
            self._measure(suite, broker)
            self.taken_by_others = machine.taken_by_others()

    def _measure(self, suite: LocalSuite, broker: RabbitMq) -> None:
        sizes = self._sizes
        with counting.harness(suite.database_url, self._folder) as service:
            with self._step("commands per call"):
                self.figures += counting.count_commands(service, sizes)
                self.figures.append(counting.show_retries(service, sizes))
            with self._step("plugin host"):
                host = measure_host(service, sizes)
            template, commands = recorded(service, sizes.lots_few)
        with (
            Worker(calling.start, suite.address, suite.keys.operator) as caller,
            Worker(raw.start, suite.database_url, template) as pymongo,
        ):
            with self._step("members"):
                recording = Recording(suite, caller, pymongo, sizes)
                recording.require_same_commands(commands)
            with self._step(f"record purchase, {sizes.callers} callers"):
                self.figures += recording.throughput()
            with self._step("record purchase, one caller"):
                self.figures += recording.latency()
            with self._step(f"record purchase, {sizes.lots_many} lots"):
                self.figures += recording.lots()
            with self._step("get account"):
                self.figures += measure_getting(suite, caller, pymongo, sizes, self._folder)
            with self._step("the relay beside purchases"):
                relay = measure_relay(suite, caller, broker, sizes)
        self.figures += host
        with self._step("events"):
            self.figures += measure_events(suite.database_url, broker, self._folder, sizes)
        self.figures.append(relay)
        with (
            self._step("settling"),
            counting.harness(suite.database_url, self._folder) as service,
        ):
            self.figures += measure_settling(service, sizes, suite.database_url)
        with (
            self._step(f"{sizes.entries:,} entries"),
            counting.harness(suite.database_url, self._folder) as service,
        ):
            self.figures += counting.count_on_long_journal(service, sizes)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self._progress.update(self._task, description=name)
        yield
        self._progress.advance(self._task)


@app.command()
def bench(
    scale: Annotated[float, typer.Option(help="Calls of each round, as a multiple.")] = 1.0,
    rounds: Annotated[int, typer.Option(min=1, help="Turns of ours and raw.")] = Sizes.rounds,
    entries: Annotated[int, typer.Option(help="Length of the long journal.")] = Sizes.entries,
    strict: Annotated[bool, typer.Option(help="End with code 1 if a bound is exceeded.")] = False,
) -> None:
    """Measure the suite's speed against that of its database."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    console = Console(highlight=False)
    began = time.monotonic()
    columns = (TextColumn("{task.description:32}"), BarColumn(), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory(prefix="loyalty-bench-") as folder,
        Progress(*columns, console=console, transient=True) as progress,
    ):
        run = Bench(Sizes(rounds=rounds, entries=entries).scaled(scale), Path(folder), progress)
        run.run()
    print_figures(console, "Speed", run.figures)
    over = sum(figure.is_over for figure in run.figures)
    console.print(
        f"{over} over their bound, after {time.monotonic() - began:.0f} s on {os.cpu_count()} "
        f"cores, of which others took {run.taken_by_others:.0%}. Ratios are medians of {rounds} "
        "rounds taken in turns."
    )
    if strict and over:
        raise typer.Exit(1)
