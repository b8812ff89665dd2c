"""Is it over: how fast the excess decays, when the volume is ordinary again, and whether it came back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import on_topic, series
from workbench.decay import Decay
from workbench.episode import Episode
from workbench.facts import Aftershock, ReturnCheck, Shift
from workbench.history import History

if TYPE_CHECKING:
    import duckdb

#: Ordinary again means: this many hours in a row inside the 99 % band.
CALM_HOURS = 24
#: Days on each side that a lasting shift is looked for in, and the fewest; the days around a crisis that tell nothing.
SHIFT_DAYS, LEAST_BEFORE, LEAST_AFTER, AROUND = 60, 14, 7, pd.Timedelta(days=2)
#: With so many days on each side, a trend of the time before is told from the shift.
TREND_DAYS = 28
#: The most that a day is taken to depend on the one before.
MOST_DEPENDENT = 0.9
#: Days after the end that are looked at once more, and the topic's messages that make a day of return.
RETURN_DAYS, RETURN_MESSAGES = 30, 10


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


def shift(history: History, episode: Episode) -> Shift | None:
    """The lasting change of ordinary volume, by interrupted time series on days, bursts and gaps left out.

    Poisson regression of the days' counts on a step after the crisis, the weekday and, where there are enough days, a
    trend (Bernal, Cummins & Gasparrini 2017, "Interrupted time series regression for the evaluation of public health
    interventions"). Errors are widened by the over-dispersion seen (McCullagh & Nelder 1989, ch. 6) and by how much a
    day depends on the one before; the interval is Student's, for the days are few. None with too few whole days.
    """
    days = _ordinary_days(history)
    end = episode.course.end
    if end is None or days.empty:
        return None
    first, last = episode.course.onset - AROUND, end + AROUND
    before = days[(days.index <= first - pd.Timedelta(days=1)) & (days.index >= first - pd.Timedelta(days=SHIFT_DAYS))]
    after = days[(days.index >= last) & (days.index <= last + pd.Timedelta(days=SHIFT_DAYS))]
    if len(before) < LEAST_BEFORE or len(after) < LEAST_AFTER or before.sum() == 0 or after.sum() == 0:
        return None
    used = pd.concat([before, after])
    index = pd.DatetimeIndex(used.index)
    columns = [np.ones(len(used)), (index >= last).astype(float)]
    columns += [(index.day_of_week == day).astype(float) for day in range(1, 7)]
    if min(len(before), len(after)) >= TREND_DAYS:
        columns.append(((index - index[0]) / pd.Timedelta(days=SHIFT_DAYS)).to_numpy())
    found = _step(used, np.column_stack(columns))
    if found is None:
        return None
    low, factor, high = (float(np.exp(value)) for value in found)
    return Shift(
        factor=factor,
        low=low,
        high=high,
        days_before=len(before),
        days_after=len(after),
        lasting=not low <= 1 <= high,
    )


def _step(daily: pd.Series, columns: NDArray[np.float64]) -> tuple[float, float, float] | None:
    """The second coefficient of the Poisson regression of `daily` on `columns`, with its 95 % interval: low, it, high.

    Of residuals that depend on each other with ρ from day to day, n are worth n (1 − ρ) / (1 + ρ) (Bayley & Hammersley
    1946); ρ is seen too small by about one for each coefficient over the days (after Marriott & Pope 1954).
    """
    from scipy.stats import t
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    model = GLM(daily.to_numpy(dtype=float), columns, family=Poisson()).fit(scale="X2")
    left = np.asarray(model.resid_pearson)
    follows = np.diff(pd.DatetimeIndex(daily.index)) == pd.Timedelta(days=1)
    seen = float((left[1:] * left[:-1])[follows].sum() / max((left[1:] ** 2)[follows].sum(), 1e-9))
    depends = float(np.clip(seen + columns.shape[1] / len(daily), 0, MOST_DEPENDENT))
    wide = t.ppf(0.975, len(daily) - columns.shape[1]) * model.bse[1] * np.sqrt((1 + depends) / (1 - depends))
    step = float(model.params[1])
    return (step - wide, step, step + wide) if np.isfinite(wide) else None


def _ordinary_days(history: History) -> pd.Series:
    """Mentions of the whole days (UTC) of which no hour belongs to a burst or a gap."""
    if history.baseline is None:
        return pd.Series(dtype=float)
    hourly = history.hourly.astype(float).copy()
    hourly[history.baseline.masked.reindex(hourly.index, fill_value=False).to_numpy()] = np.nan
    for start, until in history.gaps:
        hourly[(hourly.index >= start.floor("h")) & (hourly.index < until)] = np.nan
    daily = hourly.resample("D")
    whole = (daily.count() == 24).to_numpy()
    return daily.sum()[whole]


def return_check(connection: duckdb.DuckDBPyConnection, history: History, episode: Episode) -> ReturnCheck | None:
    """Whether it came back within thirty days after the end, as far as the archive goes; None while it runs.

    A day is out when its topic has RETURN_MESSAGES messages and more than three standard deviations over what passes
    for the topic anyway.
    """
    end, last = episode.course.end, history.last
    if end is None or last is None or last - end < pd.Timedelta(days=1):
        return None
    since = end.ceil("D")
    until = min(since + pd.Timedelta(days=RETURN_DAYS), last.floor("D"))
    if until <= since:
        return None
    on_topic.mark(connection, episode.topic, since, until, "later_")
    daily = series.counts(connection, 1440, since, until, "later_on_topic")
    on_topic.forget(connection, "later_")
    usual = 24 * episode.usual
    out = (daily >= RETURN_MESSAGES) & (daily > usual + 3 * np.sqrt(max(usual, 1.0)))
    seen = max((until - since).days, 0)
    return ReturnCheck(
        days=RETURN_DAYS,
        days_seen=seen,
        days_out=int(out.sum()),
        topic_mentions=int(daily.sum()),
        back=bool(out.any()),
    )
