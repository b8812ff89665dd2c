"""Is it over: how fast the excess decays, when the volume is ordinary again, and whether it came back."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from workbench.course import Decay
from workbench.episode import Episode
from workbench.facts import Aftershock
from workbench.history import History

#: Ordinary again means: this many hours in a row inside the 99 % band.
CALM_HOURS = 24


def baseline_at(history: History, episode: Episode) -> pd.Timestamp | None:
    """The first hour after the peak from which the whole volume stays in its 99 % band for a day; None if never."""
    if history.baseline is None:
        return None
    _, high = history.baseline.band()
    after = history.hourly.index >= episode.course.peak.floor("h")
    calm = (history.hourly <= high)[after].to_numpy()
    if len(calm) < CALM_HOURS:
        return None
    long_enough = np.convolve(calm.astype(int), np.ones(CALM_HOURS, dtype=int), "valid") == CALM_HOURS
    hours = pd.DatetimeIndex(history.hourly.index)[after]
    return hours[int(long_enough.argmax())] if long_enough.any() else None


def aftershocks(episode: Episode) -> list[Aftershock]:
    """The waves after the one that holds the peak."""
    rate = episode.course.rate
    later = [wave for wave in episode.waves if wave.start > episode.course.peak]
    return [Aftershock(peak=_top(rate[wave.start : wave.stop]), mentions=round(wave.excess)) for wave in later]


def _top(rate: pd.Series) -> dt.datetime:
    return pd.DatetimeIndex(rate.index)[int(rate.to_numpy().argmax())].to_pydatetime()


def table(history: History, episode: Episode, hourly: pd.Series, decay: Decay | None) -> pd.DataFrame:
    """The decay for a chart: bucket, excess (mentions an hour on the topic over the usual), fitted (null before)."""
    shown = hourly[hourly.index >= episode.course.onset.floor("h")]
    fitted = decay.fitted.reindex(shown.index) if decay else np.nan
    return pd.DataFrame(
        {"bucket": shown.index, "excess": (shown - episode.usual).to_numpy(), "fitted": fitted}
    ).reset_index(drop=True)
