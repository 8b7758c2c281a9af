"""Settings as the environment gives them: what is misspelt or cannot be stops the service."""

from __future__ import annotations

from pathlib import Path

import pytest
from loyalty_chassis.settings import unknown_settings
from loyalty_points.processes import run
from loyalty_points.settings import PointsSettings
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from support.harness import KEY

PREFIX = "LOYALTY_POINTS_"
NOWHERE = "mongodb://127.0.0.1:1/loyalty_points"
OF_A_SERVICE_IN_KUBERNETES = {
    "SERVICE_HOST": "10.0.0.7",
    "SERVICE_PORT": "50051",
    "SERVICE_PORT_GRPC": "50051",
    "PORT": "tcp://10.0.0.7:50051",
    "PORT_50051_TCP": "tcp://10.0.0.7:50051",
    "PORT_50051_TCP_ADDR": "10.0.0.7",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with every setting that must be there."""
    needed = {"DATABASE_URL": NOWHERE, "CLIENTS_FILE": str(tmp_path / "clients.json")}
    for key in ("REQUEST_KEY", "JOURNAL_KEY", "IDENTITY_KEY"):
        needed[key] = KEY
    for name, value in needed.items():
        monkeypatch.setenv(PREFIX + name, value)
    return monkeypatch


def complaints() -> list[str]:
    """Return what a service in this environment says is wrong with its settings."""
    with pytest.raises(SystemExit) as ended:
        run(["migrate"])
    first, *more = str(ended.value.code).split("\n  ")
    assert first == "wrong settings:"
    return more


def test_a_misspelt_setting_is_named_with_what_it_may_be(environment: pytest.MonkeyPatch) -> None:
    environment.setenv(f"{PREFIX}WEBHOOK_HTPP", "true")
    environment.setenv(f"{PREFIX}ZZZ", "1")
    assert complaints() == [
        f"{PREFIX}WEBHOOK_HTPP: no such setting; is it {PREFIX}WEBHOOK_HTTP?",
        f"{PREFIX}ZZZ: no such setting",
    ]


def test_it_is_told_together_with_what_is_wrong_otherwise(environment: pytest.MonkeyPatch) -> None:
    environment.setenv(f"{PREFIX}TREADS", "4")
    environment.setenv(f"{PREFIX}THREADS", "0")
    assert [line.split(":")[0] for line in complaints()] == [f"{PREFIX}TREADS", f"{PREFIX}THREADS"]


def test_every_setting_is_known_in_any_case() -> None:
    names = [PREFIX + name.upper() for name in PointsSettings.model_fields]
    names += [name.lower() for name in names]
    assert f"{PREFIX}CPU" in names
    assert unknown_settings(PointsSettings, [*names, "PATH", "LOYALTY_KEY"]) == []


def test_what_kubernetes_sets_for_a_service_of_that_name_is_let_be() -> None:
    names = [PREFIX + name for name in OF_A_SERVICE_IN_KUBERNETES]
    assert unknown_settings(PointsSettings, names) == []
    assert unknown_settings(PointsSettings, [f"{PREFIX}PORTS"]) != []


def test_a_setting_is_known_by_its_aliases_too() -> None:
    class Aliased(BaseSettings):
        model_config = SettingsConfigDict(env_prefix="OURS_")

        plain: int | None = None
        one: int = Field(1, validation_alias="OURS_UNO")
        two: int = Field(2, validation_alias=AliasChoices("OURS_DUE", "OURS_DEUX"))

    known = ["OURS_PLAIN", "OURS_UNO", "OURS_DUE", "OURS_DEUX"]
    assert unknown_settings(Aliased, known) == []
    assert unknown_settings(Aliased, ["OURS_ONE", "OURS_TWO"]) != []


@pytest.mark.parametrize("url", ["", "localhost:5672", "http://broker/", "redis://:word@broker/"])
def test_a_broker_of_another_kind_is_refused_by_name(
    environment: pytest.MonkeyPatch, url: str
) -> None:
    environment.setenv(f"{PREFIX}BROKER_URL", url)
    (told,) = complaints()
    assert told.startswith(f"{PREFIX}BROKER_URL: ")
    assert told.endswith("must begin with one of amqp://, amqps://, memory://")
    assert not url or url not in told


@pytest.mark.parametrize("url", ["memory://", "amqp://guest:guest@broker:5672/", "amqps://broker"])
def test_a_broker_of_our_kinds_is_taken(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv(f"{PREFIX}BROKER_URL", url)
    assert PointsSettings().broker_url == url
