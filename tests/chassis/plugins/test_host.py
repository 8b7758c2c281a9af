"""What a plugin raises is told within its time, or not at all."""

from __future__ import annotations

import time
from typing import NoReturn

import pytest
from loyalty_chassis.errors import PluginFailed
from loyalty_chassis.plugins.host import ConfiguredPlugin, PluginHost
from loyalty_chassis.plugins.registry import NoSettings, check_plugin
from loyalty_chassis.plugins.time_limit import PluginTime, TimeLimit
from loyalty_sdk import PointsAward, hookimpl

LIMIT_SECONDS = 0.2
HANG_SECONDS = 30.0


class Endless(Exception):
    """Hangs whoever wants to read it."""

    def __str__(self) -> str:
        time.sleep(HANG_SECONDS)
        return "at last"


class Unspeakable(Exception):
    """Ends whoever wants to read it."""

    def __str__(self) -> str:
        raise SystemExit


class Raising:
    """A plugin that raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @hookimpl
    def award_points(self) -> NoReturn:
        raise self.error


def ask(error: Exception) -> None:
    installed = check_plugin("raising", "1.0", Raising(error))
    plugin = ConfiguredPlugin(installed, NoSettings(), is_group_wide=False)
    host = PluginHost([plugin], PluginTime(TimeLimit(1), LIMIT_SECONDS))
    host.ask_plugin("raising", "award_points", PointsAward, purchase=None, member=None)


def test_an_error_that_hangs_who_reads_it_is_cut_off_as_its_plugin_is() -> None:
    before = time.monotonic()
    with pytest.raises(PluginFailed, match="'raising' did not answer in time"):
        ask(Endless())
    assert time.monotonic() - before < HANG_SECONDS / 2


@pytest.mark.parametrize("error", [Unspeakable(), LookupError("secret")])
def test_an_error_is_told_to_the_log_and_not_to_the_caller(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(PluginFailed, match="'raising' raised an error") as caught:
        ask(error)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    told = capsys.readouterr().out
    assert ("secret" in told) == isinstance(error, LookupError)
    assert type(error).__name__ in told


def test_two_of_one_name_are_refused() -> None:
    installed = check_plugin("raising", "1.0", Raising(LookupError()))
    twins = [
        ConfiguredPlugin(installed, NoSettings(), is_group_wide=each) for each in (True, False)
    ]
    with pytest.raises(ValueError, match="one name"):
        PluginHost(twins, PluginTime(TimeLimit(1), LIMIT_SECONDS))
