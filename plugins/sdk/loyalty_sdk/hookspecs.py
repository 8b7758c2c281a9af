"""Every question the host asks a plugin. Add a hook here and nowhere else.

Hooks are pure: facts in, decisions out, no IO, no clock, no randomness, always a
sequence. An implementation names only the arguments it uses. A plugin that raises,
overruns its time or answers with anything else fails the call with PLUGIN_FAILED and
nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from .decisions import BurnTerms, PointsAward
from .facts import Member, Purchase
from .journeys import JourneyOccurrence, JourneyStep
from .markers import hookspec


@hookspec
def settings_model() -> type[BaseModel]:
    """Return the model of this plugin's settings.

    Asked once, at start-up. The model should be frozen and forbid extra fields. The
    program carries the values; publishing wrong ones fails with the path of the field.
    A plugin without this hook has no settings.
    """
    raise NotImplementedError


@hookspec
def award_points(purchase: Purchase, member: Member, settings: BaseModel) -> Sequence[PointsAward]:
    """Return the points this purchase earns under this plugin's rules.

    Awards of all plugins are added together, after exclusive groups and limits.
    Return `()` to award none.
    """
    raise NotImplementedError


@hookspec
def offer_burn_terms(
    purchase: Purchase, member: Member, settings: BaseModel
) -> Sequence[BurnTerms]:
    """Return the terms on which points may pay for this purchase.

    Of all terms offered, those with the most money per point are used; on equal worth,
    the first plugin and rule by name. Return `()` to offer none.
    """
    raise NotImplementedError


@hookspec
def set_off_journeys(
    member: Member, today: date, settings: BaseModel
) -> Sequence[JourneyOccurrence]:
    """Return what happened to a member for which journeys wait that name this plugin.

    Asked once a day for every member, `today` being the day in the program's zone. Each
    name reaches a member once in a journey, whenever it comes. Group-wide plugins only.
    Where it fails, the journeys that name it do not begin that day; others do.
    """
    raise NotImplementedError


@hookspec
def take_journey_step(
    member: Member, journey_id: str, occurrence: str, settings: BaseModel
) -> Sequence[JourneyStep]:
    """Return what a journey that names this plugin does for a member: one step or none.

    Asked when the journey acts, after its condition, quiet hours and caps. Group-wide
    plugins only. Where it fails, it is asked again ten minutes later.
    """
    raise NotImplementedError
