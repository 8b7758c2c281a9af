"""A plugin that does harm on demand: the purchase's attribute "harm" says which."""

from __future__ import annotations

import enum
import threading
from collections import namedtuple
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn

from loyalty_sdk import BurnTerms, PointsAward, Purchase, hookimpl

SECRET = "hunter2"  # noqa: S105  # of nobody
"""In every exception: nobody outside may read it."""
HANG_SECONDS = 60.0


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise SystemExit(SECRET)


class Unprintable:
    def __repr__(self) -> str:
        raise SystemExit(SECRET)


class Whole(int):
    pass


class Grade(enum.IntEnum):
    HIGH = 100


class Name(str):
    __slots__ = ()


class Awards(list[PointsAward]):
    pass


Pair = namedtuple("Pair", ["award"])  # noqa: PYI024  # a tuple that is not quite one


class FinerAward(PointsAward):
    __slots__ = ()


@dataclass
class LikeAnAward:
    points: int = 100
    qualifying_points: int = 0
    rule_id: str = "like"
    reason: str = "like"
    line_ids: tuple[str, ...] = ()
    exclusive_group: str = ""
    points_per_day_max: int = 0
    funder: str = ""

    def __post_init__(self) -> None: ...


def award(**wrong: Any) -> PointsAward:
    """Return an award with these values, past the SDK's own checks."""
    made = PointsAward(points=100, rule_id="harm", reason="harm")
    for name, value in wrong.items():
        object.__setattr__(made, name, value)
    return made


def terms(**wrong: Any) -> BurnTerms:
    made = BurnTerms(points=1, amount_minor=1, rule_id="harm", reason="harm")
    for name, value in wrong.items():
        object.__setattr__(made, name, value)
    return made


def _offer(**wrong: Any) -> list[BurnTerms]:
    return [terms(**wrong)]


def _raise(error: BaseException) -> NoReturn:
    raise error


def _recurse() -> Any:
    return [_recurse()]


def _generate() -> Iterator[PointsAward]:
    yield award()


async def _later() -> tuple[PointsAward, ...]:
    return (award(),)


def _subclass() -> FinerAward:
    return FinerAward(points=100, rule_id="finer", reason="finer")


RAISES: Mapping[str, Callable[[], Any]] = {
    "error": lambda: _raise(RuntimeError(SECRET)),
    "loyalty-like-error": lambda: _raise(LookupError(SECRET, {"plugin": "simple"})),
    "system-exit": lambda: _raise(SystemExit(SECRET)),
    "keyboard-interrupt": lambda: _raise(KeyboardInterrupt(SECRET)),
    "generator-exit": lambda: _raise(GeneratorExit(SECRET)),
    "stop-iteration": lambda: _raise(StopIteration(SECRET)),
    "memory-error": lambda: _raise(MemoryError(SECRET)),
    "unspeakable": lambda: _raise(Unspeakable(SECRET)),
    "recursion": _recurse,
}

ANSWERS: Mapping[str, Callable[[], Any]] = {
    "none": lambda: None,
    "float": lambda: 1.5,
    "bool": lambda: True,
    "int": lambda: 100,
    "negative": lambda: -1,
    "huge": lambda: 10**18,
    "str": lambda: "100",
    "bytes": lambda: b"100",
    "dict": lambda: {"points": 100},
    "set": lambda: {award()},
    "generator": _generate,
    "bare-award": award,
    "list-subclass": lambda: Awards([award()]),
    "named-tuple": lambda: Pair(award()),
    "nested": lambda: ((award(),),),
    "none-inside": lambda: [award(), None],
    "float-inside": lambda: [1.5],
    "bool-inside": lambda: [True],
    "str-inside": lambda: ["100"],
    "dict-inside": lambda: [{"points": 100}],
    "class-inside": lambda: [PointsAward],
    "award-subclass": lambda: [_subclass()],
    "like-an-award": lambda: [LikeAnAward()],
    "burn-terms": lambda: [terms()],
    "1001-awards": lambda: [award()] * 1001,
    "hollow-award": lambda: [object.__new__(PointsAward)],
}

_VALUES: Mapping[str, Any] = {
    "float": 1.5,
    "whole-float": 100.0,
    "bool": True,
    "negative": -1,
    "huge": 10**18,
    "none": None,
    "str": "100",
    "decimal": Decimal(100),
    "int-subclass": Whole(100),
    "enum": Grade.HIGH,
    "nan": float("nan"),
    "unprintable": Unprintable(),
}
_TEXTS: Mapping[str, Any] = {
    "none": None,
    "int": 7,
    "upper": "HARM",
    "control": "harm\n",
    "long": "a" * 65,
    "str-subclass": Name("harm"),
    "unprintable": Unprintable(),
}

AWARDS: Mapping[str, Callable[[], PointsAward]] = {
    **{
        f"{field.replace('_', '-')}.{label}": partial(award, **{field: value})
        for field in ("points", "qualifying_points", "points_per_day_max")
        for label, value in _VALUES.items()
    },
    **{
        f"{field.replace('_', '-')}.{label}": partial(award, **{field: value})
        for field in ("rule_id", "reason", "exclusive_group", "funder")
        for label, value in _TEXTS.items()
    },
    "rule-id.empty": lambda: award(rule_id=""),
    "reason.empty": lambda: award(reason=""),
    "line-ids.none": lambda: award(line_ids=None),
    "line-ids.str": lambda: award(line_ids="l1"),
    "line-ids.list": lambda: award(line_ids=["l1"]),
    "line-ids.ints": lambda: award(line_ids=(1,)),
    "line-ids.unknown": lambda: award(line_ids=("nowhere",)),
    "funder.other": lambda: award(funder="hotel"),
    "funder.group": lambda: award(funder="group"),
    "funder.unknown": lambda: award(funder="nobody"),
}

TERMS: Mapping[str, Callable[[], Any]] = {
    **{
        f"{field.replace('_', '-')}.{label}": partial(_offer, **{field: value})
        for field in ("points", "amount_minor", "points_min", "points_step", "share_bps_max")
        for label, value in {**_VALUES, "zero": 0}.items()
    },
    "rule-id.none": lambda: [terms(rule_id=None)],
    "reason.control": lambda: [terms(reason="harm\0")],
    "line-ids.list": lambda: [terms(line_ids=["l1"])],
    "line-ids.unknown": lambda: [terms(line_ids=("nowhere",))],
    "an-award": lambda: [award()],
    "bare-terms": terms,
    "none": lambda: None,
    "float": lambda: 0.5,
    "dict": lambda: {"points": 1, "amount_minor": 1},
    "error": lambda: _raise(RuntimeError(SECRET)),
    "system-exit": lambda: _raise(SystemExit(SECRET)),
}


class HarmfulRules:
    """Harms as told by the purchase; decides nothing where nothing is told."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        """What hangs goes on once this is set."""
        self.hung = 0
        """How many calls have come to hang."""
        self.has_failed = False
        self.coroutines: list[Coroutine[Any, Any, Any]] = []

    @hookimpl
    def award_points(self, purchase: Purchase) -> Any:
        harm = purchase.attribute("harm")
        kind, _, name = harm.partition(":")
        if kind == "raises":
            return RAISES[name]()
        if kind == "answers":
            return ANSWERS[name]()
        if kind == "awards":
            return (AWARDS[name](),)
        return self._other(harm)

    @hookimpl
    def offer_burn_terms(self, purchase: Purchase) -> Any:
        kind, _, name = purchase.attribute("harm").partition(":")
        return TERMS[name]() if kind == "terms" else ()

    def _other(self, harm: str) -> Any:
        if harm == "hangs":
            self.hung += 1
            self.gate.wait(HANG_SECONDS)
        elif harm == "coroutine":
            self.coroutines.append(_later())
            return self.coroutines[-1]
        elif harm == "fails-once" and not self.has_failed:
            self.has_failed = True
            raise RuntimeError(SECRET)
        return ()


class HarmfulGroupRules:
    """Runs at every business, and harms by the attribute "group-harm"."""

    @hookimpl
    def award_points(self, purchase: Purchase) -> Any:
        harm = purchase.attribute("group-harm")
        payers = {
            "other-business": "hotel",
            "unknown-business": "nobody",
            "this-business": purchase.business_id,
        }
        if harm in payers:
            return (award(funder=payers[harm]),)
        if harm == "error":
            raise RuntimeError(SECRET)
        return None if harm == "none" else ()
