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
    aside: NDArray[np.bool_] | None = None,
) -> Baseline | None:
    """The baseline of `hourly` counts (UTC index, whole hours), or None when there are under 14 days to learn from.

    `bursts(counts, expected, dispersion, masked)` says which hours are out of the ordinary, given those that were
    masked so far; `timezone` is where the day turns; `missing` hours were not collected and are never taken for quiet
    ones;
    `aside` hours are known to be special (holidays, campaigns), and nothing is learnt from them.
    """
    usable = np.ones(len(hourly), dtype=bool) if missing is None else ~missing
    if usable.sum() < MIN_DAYS * 24:
        return None
    local = pd.DatetimeIndex(hourly.index).tz_convert(timezone)
    slots = np.asarray(local.day_of_week * 24 + local.hour, dtype=np.int64)
    special = np.zeros(len(hourly), dtype=bool) if aside is None else aside
    masked = usable & (_loud_days(hourly, local, usable) | special)
    for _ in range(ROUNDS):
        level = _level(hourly, local, usable & ~masked)
        expected, dispersion = _regress(hourly.to_numpy(), slots, level, usable & ~masked)
        found = usable & (bursts(hourly, pd.Series(expected, hourly.index), dispersion, masked) | special)
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
    days = pd.Series(np.where(used, hourly.to_numpy(), np.nan), index=local.date).groupby(level=0)
    means = days.mean().where(days.count() >= 12)
    width = min(LEVEL_DAYS, len(means))
    windows = np.lib.stride_tricks.sliding_window_view(means.to_numpy(), width)
    known = np.isfinite(windows).any(axis=1)
    medians = np.full(len(windows), np.nan)
    medians[known] = np.nanmedian(windows[known], axis=1)
    before = (width - 1) // 2
    level = pd.Series(np.pad(medians, (before, width - 1 - before), mode="edge"), means.index)
    smooth = level.interpolate(limit_direction="both").rolling(7, 1, center=True).mean()
    return np.asarray(np.maximum(smooth.reindex(local.date).to_numpy(), MIN_LEVEL))


def _season() -> NDArray[np.float64]:
    """One row an hour of the week, Monday first: constant, harmonics of the day, day of week, the weekend's own day."""
    slot = np.arange(168)
    hour, day = slot % 24 * 2 * np.pi / 24, slot // 24
    weekend = (day >= 5).astype(float)
    columns = [np.ones(168)]
    for k in (1, 2, 3, 4):
        columns += [np.sin(k * hour), np.cos(k * hour)]
    columns += [(day == which).astype(float) for which in range(1, 7)]
    columns += [weekend * np.sin(hour), weekend * np.cos(hour)]
    return np.column_stack(columns)


def _regress(
    counts: NDArray[np.float64], slots: NDArray[np.int64], level: NDArray[np.float64], used: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Expected counts of every hour and the dispersion, from the `used` hours alone.

    The mean is fitted by Poisson pseudo-likelihood, which is right whatever the dispersion (Gourieroux, Monfort &
    Trognon 1984), and for which the hours of one slot of the week add up: 168 rows, however long the series.
    """
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    y = np.bincount(slots[used], weights=counts[used], minlength=168)
    exposure = np.bincount(slots[used], weights=level[used], minlength=168)
    if y.sum() == 0:
        return level, MIN_DISPERSION
    season, seen = _season(), exposure > 0
    model = GLM(y[seen], season[seen], family=Poisson(), exposure=exposure[seen]).fit()
    expected = level * np.exp(np.clip(season @ np.asarray(model.params), -7, 7))[slots]
    mu, spare = expected[used], used.sum() / max(used.sum() - season.shape[1], 1)
    # Moments, not likelihood: cheap, and it can't run off to infinity (Cameron & Trivedi 1986).
    dispersion = float(np.sum((counts[used] - mu) ** 2 * spare - mu) / np.sum(mu**2))
    return expected, max(dispersion, MIN_DISPERSION)
