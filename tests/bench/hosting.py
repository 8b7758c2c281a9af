"""CPU time of a quote's rules in the plugin host, against calling the functions directly."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

import loyalty_sdk as sdk
from bench import sample
from bench.figures import Figure, spread
from bench.machine import on_one_cpu
from bench.sizes import Sizes
from loyalty_chassis.plugins.host import ConfiguredPlugin
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_chassis.plugins.time_limit import Marker, PluginTime, TimeLimit
from loyalty_points.rules import BusinessRules, RulesCompiler

from support.harness import Harness

LINES = 10
SECONDS = 1.0
HOOKS = ("offer_burn_terms", "award_points")
ANYWHERE = "the same, on any CPU"


def measure_host(running: Harness, sizes: Sizes) -> list[Figure]:
    """Return the host's CPU time, time limit and checks included, as a multiple of direct calls.

    On one CPU, as `serve` is to be run, and on any CPU: there threads wake each other across
    CPUs, which is measured but has no bound.
    """
    with on_one_cpu():
        pinned = _measure(running, sizes)
    return [replace(pinned, most=3), replace(_measure(running, sizes), measure=ANYWHERE)]


def _measure(running: Harness, sizes: Sizes) -> Figure:
    rules = _rules(running)
    purchase, member = _facts(running)

    def ask(marker: Marker) -> None:
        rules.offer_burn_terms(purchase, member, marker)
        rules.award_points(purchase, member, marker)

    functions = _functions(rules._host.plugins, purchase, member)

    def call_directly() -> None:
        for function in functions:
            function()

    hosted, direct = partial(rules.within_time, ask), call_directly
    _cpu_us(hosted, sizes.host_calls), _cpu_us(direct, sizes.host_calls)
    pairs = [
        (_cpu_us(hosted, sizes.host_calls), _cpu_us(direct, sizes.host_calls))
        for _ in range(sizes.host_rounds)
    ]
    ratios = [above / below for above, below in pairs]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    return Figure(
        f"quote of {LINES} lines through {len(rules.plugins)} rules: CPU, plugin host / direct",
        median(ratios),
        unit="x",
        detail=f"{ours:.0f} µs / {theirs:.0f} µs, {len(functions)} hook calls; {spread(ratios)}",
    )


def _rules(running: Harness) -> BusinessRules:
    """Return the sample's rules with a time limit of their own, on the CPUs of this thread."""
    compiler = RulesCompiler(PluginRegistry.discover(), PluginTime(TimeLimit(1), SECONDS))
    return compiler.compile(running.parts.book.programs()[-1]).of(sample.SHOP)


def _cpu_us(work: Callable[[], None], count: int) -> float:
    """Return the CPU time of one call, all threads together."""
    before = time.process_time()
    for _ in range(count):
        work()
    return 1_000_000 * (time.process_time() - before) / count


def _functions(
    plugins: tuple[ConfiguredPlugin, ...], purchase: sdk.Purchase, member: sdk.Member
) -> list[Callable[[], object]]:
    """Return the plugins' own functions with their arguments, in the order they are asked."""
    found: list[Callable[[], object]] = []
    for hook in HOOKS:
        for plugin in plugins:
            function: Any = getattr(plugin.installed.implementation, hook, None)
            if function is None:
                continue
            facts = {"purchase": purchase, "member": member, "settings": plugin.settings}
            wanted = inspect.signature(function).parameters
            found.append(partial(function, **{name: facts[name] for name in wanted}))
    return found


def _facts(running: Harness) -> tuple[sdk.Purchase, sdk.Member]:
    now, net = running.clock(), sample.LINE_MINOR
    lines = tuple(
        sdk.Line(
            line_id=f"{number}",
            category="grocery",
            net_amount_minor=net,
            earning_amount_minor=net,
        )
        for number in range(1, LINES + 1)
    )
    purchase = sdk.Purchase(
        business_id=sample.SHOP,
        store_id=f"{sample.SHOP}-1",
        channel="till",
        currency_code="USD",
        purchase_time=now,
        local_time=now,
        lines=lines,
    )
    return purchase, sdk.Member(enroll_time=now, is_birthday_month=True)
