import itertools
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pluggy
import pytest
from loyalty_sdk import Member, PointsAward, Purchase, hookimpl
from loyalty_sdk.testing import NOON, ConformanceError, check_plugin, line, member, purchase, visits
from pydantic import BaseModel, ConfigDict

AWARD = PointsAward(points=1, rule_id="one", reason="one")


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    points: dict[str, int] = {}


class Loose(BaseModel):
    pass


def answering(answer: Callable[..., object]) -> SimpleNamespace:
    """A plugin that answers `award_points` by calling `answer(purchase, settings)`."""

    @hookimpl
    def award_points(purchase: Purchase, settings: Settings) -> Any:
        return answer(purchase, settings)

    return SimpleNamespace(award_points=award_points)


def check(plugin: object, settings: BaseModel | None = None) -> None:
    check_plugin(plugin, settings or Settings(), [purchase(), purchase(line(1))], [member()])


def test_a_good_plugin_passes() -> None:
    check(answering(lambda *_: (AWARD,)))
    check(answering(lambda *_: []))


@pytest.mark.parametrize(
    "answer", [None, AWARD, 1, "points", {AWARD}, iter([AWARD]), (1,), (AWARD, None)]
)
def test_an_answer_of_another_type_is_found(answer: object) -> None:
    with pytest.raises(ConformanceError, match="award_points must return"):
        check(answering(lambda *_: answer))


def test_a_decision_of_a_class_derived_from_ours_is_found() -> None:
    class Mine(PointsAward):
        pass

    with pytest.raises(ConformanceError, match="must return PointsAward"):
        check(answering(lambda *_: (Mine(points=1, rule_id="one", reason="one"),)))


def test_a_decision_spoilt_after_it_was_made_is_found() -> None:
    spoilt = PointsAward(points=1, rule_id="one", reason="one")
    object.__setattr__(spoilt, "points", 1.5)
    with pytest.raises(TypeError, match="points must be an int"):
        check(answering(lambda *_: (spoilt,)))


def test_a_line_that_is_not_in_the_purchase_is_found() -> None:
    award = PointsAward(points=1, rule_id="one", reason="one", line_ids=("1", "7"))
    with pytest.raises(ConformanceError, match=r"not in the purchase: \['7'\]"):
        check(answering(lambda *_: (award,)))


def test_a_plugin_that_remembers_is_found() -> None:
    count = itertools.count()
    with pytest.raises(ConformanceError, match="differently"):
        check(answering(lambda *_: (AWARD,) * next(count)))


def test_a_changed_fact_is_found() -> None:
    def change(sale: Purchase, _: Settings) -> Sequence[PointsAward]:
        object.__setattr__(sale, "channel", "changed")
        return ()

    with pytest.raises(ConformanceError, match="changes its facts"):
        check(answering(change))


def test_changed_settings_are_found() -> None:
    with pytest.raises(ConformanceError, match="changes its facts"):
        check(answering(lambda _, settings: settings.points.update(spend=1) or ()))


def test_a_socket_is_found_even_if_the_plugin_swallows_the_error() -> None:
    def dial(*_: object) -> Sequence[PointsAward]:
        try:
            socket.socket()
        except AssertionError:
            return ()
        raise RuntimeError("the socket was opened")

    with pytest.raises(ConformanceError, match=r"must do no IO, but did \['socket"):
        check(answering(dial))


def test_a_process_is_found() -> None:
    with pytest.raises(ConformanceError, match="must do no IO"):
        check(answering(lambda *_: subprocess.run([sys.executable, "-V"], check=False)))


def test_sockets_work_again_after_a_check() -> None:
    check(answering(lambda *_: ()))
    socket.socket().close()


def test_a_plugin_without_hooks_is_found() -> None:
    with pytest.raises(ConformanceError, match="implements no hook"):
        check(SimpleNamespace())


def test_a_wrapper_is_found() -> None:
    @hookimpl(wrapper=True)
    def award_points() -> Any:
        return (yield)

    with pytest.raises(ConformanceError, match="must not be a wrapper"):
        check(SimpleNamespace(award_points=award_points))


def test_a_hook_or_argument_that_does_not_exist_is_found() -> None:
    @hookimpl
    def award_point() -> tuple[()]:
        return ()

    @hookimpl
    def award_points(customer: Member) -> tuple[()]:
        return ()

    for plugin in ({"award_point": award_point}, {"award_points": award_points}):
        with pytest.raises(pluggy.PluginValidationError):
            check(SimpleNamespace(**plugin))


@pytest.mark.parametrize(
    ("model", "settings", "message"),
    [
        (dict, Settings(), "must return a pydantic model"),
        (Loose, Settings(), "settings must be of"),
        (Loose, Loose(), "settings must be frozen"),
    ],
)
def test_a_wrong_settings_model_is_found(model: type, settings: BaseModel, message: str) -> None:
    @hookimpl
    def settings_model() -> type:
        return model

    with pytest.raises(ConformanceError, match=message):
        check(SimpleNamespace(settings_model=settings_model), settings)


def test_the_builders_make_a_sale_at_noon_of_numbered_lines() -> None:
    sale = purchase(line(100), line(200, line_id="b"), line(300), attributes={"guests": "2"})
    assert [item.line_id for item in sale.lines] == ["1", "b", "3"]
    assert (sale.net_amount_minor, sale.earning_amount_minor) == (600, 600)
    assert (sale.local_time, sale.purchase_time.hour) == (NOON, 10)
    assert (sale.attribute("guests"), sale.attribute("table", "none")) == ("2", "none")


def test_the_visits_of_a_member_are_in_order_of_business() -> None:
    guest = member(visits("shop"), visits("hotel", purchase_count=3))
    assert [visited.business_id for visited in guest.visits] == ["hotel", "shop"]
    assert guest.visits_at("golf") is None
