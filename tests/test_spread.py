"""How fast a topic grew, with an interval that holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.made_up import START
from workbench import spread
from workbench.bursts import Burst
from workbench.course import Course
from workbench.episode import Episode
from workbench.topic import of_words

MINUTES = pd.date_range(START, periods=1500, freq="min")


def episode(usual: float = 0.0) -> Episode:
    since, until = MINUTES[0], MINUTES[-1]
    rate = pd.Series(1.0, MINUTES)
    course = Course(since, since, until, (since, since), (since, since), (until, until), rate)
    return Episode((Burst(since, until, 100.0, 0.0),), of_words(("blender",)), course, usual, since, until)


def counts(doubling: float, top: float, seed: int) -> pd.Series:
    """Messages a minute that double every so many minutes up to the top at the 700th, and halve in 200 after it."""
    time = np.arange(len(MINUTES), dtype=float) - 700
    rate = top * np.where(time < 0, 2.0 ** (time / doubling), 0.5 ** (time / 200))
    return pd.Series(np.random.default_rng(seed).poisson(rate), MINUTES)


def test_the_doubling_time_lies_in_its_interval_as_often_as_it_says() -> None:
    found = [spread.growth(episode(), counts(40, 2, seed)) for seed in range(25)]
    told = [one for one in found if one is not None]
    assert len(told) == 25
    assert sum(one.low <= 40 <= one.high for one in told) >= 22
    assert 34 <= np.median([one.minutes for one in told]) <= 46


def test_growth_of_thousands_a_minute_is_told_to_the_minute() -> None:
    found = spread.growth(episode(), counts(5, 3000, 1))
    assert found is not None
    assert 4.4 <= found.low <= 5 <= found.high <= 6.5
    assert found.per_hour == 2 ** (60 / found.minutes)


def test_too_few_messages_or_no_way_up_tell_no_pace() -> None:
    flat = pd.Series(5, MINUTES)
    assert spread.growth(episode(), flat) is None
    assert spread.growth(episode(), counts(40, 0.05, 1)) is None
