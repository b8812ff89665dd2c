"""What an ordinary hour looks like: expected mentions and their spread, past bursts left out.

The model is a negative binomial regression with a log link (Hilbe 2011, *Negative Binomial Regression*): hour of day as
harmonics and day of week, on a slow trend that is a median over weeks. Past bursts would lift it and widen its band, so
they are masked before every fit, and found again with the fit that follows, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Fewer days than two whole weeks tell nothing of the week's rhythm.
MIN_DAYS = 14
#: The slow trend is a median over this many days: longer than twice any crisis, which would otherwise be explained
#: away.
LEVEL_DAYS = 57
MIN_LEVEL = 1e-3
MIN_DISPERSION = 1e-4
ROUNDS = 8


def seconds(index: pd.Index[pd.Timestamp]) -> NDArray[np.float64]:
    """The moments of a UTC `index` in seconds since 1970."""
    return np.asarray(pd.DatetimeIndex(index).as_unit("us").asi8 / 1e6)


@dataclass(frozen=True)
class Baseline:
    """Expected mentions for every hour of a series.

    `expected`: mentions an hour, indexed like the series. `dispersion`: alpha of the negative binomial, whose variance
    is mu + alpha mu². `masked`: true where an hour was left out of the fit, because it belongs to a burst.
    """

    expected: pd.Series
    dispersion: float
    masked: pd.Series

    @property
    def sd(self) -> pd.Series:
        """Standard deviation of one hour's count."""
        return (self.expected + self.dispersion * self.expected**2) ** 0.5

    def band(self, level: float = 0.99) -> tuple[pd.Series, pd.Series]:
        """Low and high bound of an hour's count, holding `level` of ordinary hours."""
        from scipy.stats import nbinom

        size = 1 / self.dispersion
        share = size / (size + self.expected)
        low, high = (nbinom.ppf(q, size, share) for q in ((1 - level) / 2, (1 + level) / 2))
        return pd.Series(low, self.expected.index), pd.Series(high, self.expected.index)

    def at(self, index: pd.DatetimeIndex, minutes: int) -> NDArray[np.float64]:
        """Expected mentions per bucket of `minutes` at the starts in `index`, the hours' values joined smoothly."""
        middle = seconds(self.expected.index) + 1800
        rates = np.interp(seconds(index) + minutes * 30, middle, self.expected.to_numpy())
        return np.asarray(rates * minutes / 60)


def fit(
    hourly: pd.Series,
    bursts: Callable[[pd.Series, pd.Series, float, NDArray[np.bool_]], NDArray[np.bool_]],
    timezone: str = "UTC",
    missing: NDArray[np.bool_] | None = None,
) -> Baseline | None:
    """The baseline of `hourly` counts (UTC index, whole hours), or None when there are under 14 days to learn from.

    `bursts(counts, expected, dispersion, masked)` says which hours are out of the ordinary, given those that were
    masked so far; `timezone` is where the day turns; `missing` hours were not collected and are never taken for quiet
    ones.
    """
    usable = np.ones(len(hourly), dtype=bool) if missing is None else ~missing
    if usable.sum() < MIN_DAYS * 24:
        return None
    local = pd.DatetimeIndex(hourly.index).tz_convert(timezone)
    season = _season(local)
    masked = usable & _loud_days(hourly, local, usable)
    for _ in range(ROUNDS):
        level = _level(hourly, local, usable & ~masked)
        expected, dispersion = _regress(hourly.to_numpy(), season, level, usable & ~masked)
        found = usable & bursts(hourly, pd.Series(expected, hourly.index), dispersion, masked)
        if (usable & ~found).sum() < MIN_DAYS * 24 // 2 or (found == masked).all():
            break
        masked = found
    return Baseline(pd.Series(expected, hourly.index), dispersion, pd.Series(masked, hourly.index))


def _loud_days(hourly: pd.Series, local: pd.DatetimeIndex, usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hours that no first fit should see: far above their hour's usual, or in a day half again as loud as its weeks.

    How far is far is told by the median deviation, which a few loud hours cannot widen, and no less than Poisson's.
    """
    kept = hourly.where(usable)
    usual = kept.groupby(local.hour).transform("median")
    spread = 1.4826 * (kept - usual).abs().groupby(local.hour).transform("median")
    loud_hour = hourly > usual + 6 * np.maximum(spread, np.sqrt(usual + 1))
    level = _level(hourly, local, usable)
    daily = kept.groupby(local.date).transform("mean")
    loud_day = (daily > 1.5 * level) & (daily > level + 4 * np.sqrt(level / 24))
    return np.asarray(loud_hour | loud_day)


def _level(hourly: pd.Series, local: pd.DatetimeIndex, used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The slow trend in mentions an hour: the median day of the eight weeks around each hour.

    A median over so long a window outlives a crisis of weeks, and where days are masked it never extrapolates. At the
    ends the window is kept inside the series, so that a crisis at its end still has eight weeks to stand against.
    """
    kept = pd.Series(np.where(used, hourly.to_numpy(), np.nan), index=local.date)
    days = kept.groupby(level=0)
    means = days.mean().where(days.count() >= 12)
    values = means.to_numpy()
    half, last = LEVEL_DAYS // 2, len(values)
    level = np.empty(last)
    for day in range(last):
        start = max(0, min(day - half, last - LEVEL_DAYS))
        window = values[start : start + LEVEL_DAYS]
        level[day] = np.nanmedian(window) if np.isfinite(window).any() else np.nan
    smooth = pd.Series(level, index=means.index).interpolate(limit_direction="both").rolling(7, 1, center=True).mean()
    return np.asarray(np.maximum(smooth.reindex(local.date).to_numpy(), MIN_LEVEL))


def _season(local: pd.DatetimeIndex) -> NDArray[np.float64]:
    """One row an hour: constant, harmonics of the day, day of week, and the weekend's own day."""
    hour = (local.hour + local.minute / 60).to_numpy() * 2 * np.pi / 24
    weekend = (local.day_of_week >= 5).astype(float)
    columns = [np.ones(len(local))]
    for k in (1, 2, 3, 4):
        columns += [np.sin(k * hour), np.cos(k * hour)]
    columns += [(local.day_of_week == day).astype(float) for day in range(1, 7)]
    columns += [weekend * np.sin(hour), weekend * np.cos(hour)]
    return np.column_stack(columns)


def _regress(
    counts: NDArray[np.float64],
    season: NDArray[np.float64],
    level: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], float]:
    """Expected counts of every hour and the dispersion, from the `used` hours alone."""
    from statsmodels.genmod.families import NegativeBinomial
    from statsmodels.genmod.generalized_linear_model import GLM

    y, x, offset = counts[used], season[used], np.log(level[used])
    if y.sum() == 0:
        return level, MIN_DISPERSION
    varying = np.r_[True, x[:, 1:].std(axis=0) > 0]
    x, dispersion = x[:, varying], 0.1
    for _ in range(4):
        model = GLM(y, x, family=NegativeBinomial(alpha=dispersion), offset=offset).fit(maxiter=50)
        mu = np.maximum(np.asarray(model.fittedvalues), MIN_LEVEL)
        # Moments, not likelihood: cheap, and it can't run off to infinity (Cameron & Trivedi 1986).
        spare = len(y) / max(len(y) - x.shape[1], 1)
        estimate = max(float(np.sum((y - mu) ** 2 * spare - mu) / np.sum(mu**2)), MIN_DISPERSION)
        settled, dispersion = abs(estimate - dispersion) < 0.01 * dispersion, estimate
        if settled:
            break
    rhythm = np.clip(season[:, varying] @ np.asarray(model.params), -7, 7)
    return level * np.exp(rhythm), dispersion
