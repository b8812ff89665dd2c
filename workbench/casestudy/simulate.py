"""A scenario played through in time: every message of the archive, each after the one it answers or shares."""

from __future__ import annotations

from functools import partial
from random import Random

from workbench.casestudy import brand, people
from workbench.casestudy.collector import collected
from workbench.casestudy.crowd import Author, Crowd
from workbench.casestudy.message import Message
from workbench.casestudy.play import Play
from workbench.casestudy.rhythm import ordinary_moments, wave_moments
from workbench.casestudy.scenario import Scenario

#: The author id of the brand's accounts.
BRAND_ID = "sim-brand"


def simulate(scenario: Scenario) -> list[Message]:
    """All messages that were collected, in the order of time; the same scenario always gives the same ones."""
    play = _prepared(scenario)
    rng = play.rng
    for moment in ordinary_moments(rng, scenario):
        play.book(moment, partial(people.write, play, None))
    for wave in scenario.waves:
        for fixed in wave.fixed:
            play.book(fixed.at, partial(brand.tell, play, wave, fixed))
        for moment in wave_moments(rng, scenario, wave):
            play.book(moment, partial(people.write, play, wave))
    for routine in scenario.published:
        for moment in brand.posting_times(play, routine):
            play.book(moment, partial(brand.publish, play, routine))
    play.run()
    return collected(scenario, play.messages)


def _prepared(scenario: Scenario) -> Play:
    rng = Random(scenario.seed)
    accounts, desk = (
        {place: Author(BRAND_ID, handle, scenario.followers, True) for place, handle in handles.items()}
        for handles in (scenario.accounts, scenario.desk)
    )
    outlets = tuple(Author(f"sim-n{n}", f"sim_{outlet}", None) for n, outlet in enumerate(scenario.outlets))
    return Play(scenario, rng, Crowd(rng, scenario.regulars), accounts, desk, outlets)
