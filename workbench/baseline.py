"""What an ordinary hour looks like: expected mentions and their spread, past bursts left out.

The model is a negative binomial regression with a log link (Hilbe 2011, *Negative Binomial Regression*): hour of day as
harmonics and day of week, on a slow trend that is a median over weeks, and each hour of the week drawn from there
towards its own mean as far as its counts are sure. Past bursts would lift it and widen its band, so they are masked
before every fit, and found again with the fit that follows, until nothing changes. Where the query changed, a level of
its own begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Share of the ordinary hours that the band of the charts holds.
BAND = 0.99
#: Fewer days than two whole weeks tell nothing of the week's rhythm.
MIN_DAYS = 14
#: The slow trend is a median over this many days: longer than twice any crisis, which would otherwise be explained
#: away.
LEVEL_DAYS = 57
MIN_LEVEL = 1e-3
MIN_DISPERSION = 1e-6
ROUNDS = 8
#: Of the regression: most steps, and the ridge as a share of its information.
STEPS, RIDGE = 50, 1e-9


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

    def band(self, level: float = BAND) -> tuple[pd.Series, pd.Series]:
        """Low and high bound of an hour's count, holding `level` of ordinary hours."""
        from scipy.stats import nbinom

        size = 1 / self.dispersion
        share = size / (size + self.expected)
        low = nbinom.ppf((1 - level) / 2, size, share)
        # What counts near zero leave unused below is given to above: the band holds its level, not more.
        high = nbinom.ppf(level + nbinom.cdf(low - 1, size, share), size, share)
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
    breaks: Sequence[pd.Timestamp] = (),
) -> Baseline | None:
    """The baseline of `hourly` counts (UTC index, whole hours), or None when there are under 14 days to learn from.

    `bursts(counts, expected, dispersion, masked)` says which hours are out of the ordinary, given those that were
    masked so far; `timezone` is where the day turns; `missing` hours were not collected and are never taken for quiet
    ones; `aside` hours are known to be special (holidays, campaigns), and nothing is learnt from them; at each of
    the `breaks` something else began to be collected.
    """
    usable = np.ones(len(hourly), dtype=bool) if missing is None else ~missing
    if usable.sum() < MIN_DAYS * 24:
        return None
    local = pd.DatetimeIndex(hourly.index).tz_convert(timezone)
    slots = np.asarray(local.day_of_week * 24 + local.hour, dtype=np.int64)
    special = np.zeros(len(hourly), dtype=bool) if aside is None else aside
    parts = _parts(pd.DatetimeIndex(hourly.index), breaks)
    masked = usable & (_loud_days(hourly, local, usable, parts) | special)
    tried = []
    for _ in range(ROUNDS):
        level = _levels(hourly, local, usable & ~masked, parts)
        expected, dispersion = _regress(hourly.to_numpy(), slots, level, usable & ~masked)
        found = usable & (bursts(hourly, pd.Series(expected, hourly.index), dispersion, masked) | special)
        fitted = Baseline(pd.Series(expected, hourly.index), dispersion, pd.Series(masked, hourly.index))
        tried.append((int((masked | found).sum()), fitted))
        if (found == masked).all():
            return fitted
        if (usable & ~found).sum() < MIN_DAYS * 24 // 2:
            break
        masked = found
    # Hours that come and go as others are left out are no bursts: of fits that do not settle, the one with fewest.
    return min(tried, key=lambda one: one[0])[1]


def _parts(index: pd.DatetimeIndex, breaks: Sequence[pd.Timestamp]) -> list[slice]:
    """The hours between the `breaks`; an hour with a break in it belongs to what begins."""
    edges = sorted({int(index.searchsorted(moment.floor("h"))) for moment in breaks} | {0, len(index)})
    return [slice(start, stop) for start, stop in itertools.pairwise(edges)]


def _loud_days(
    hourly: pd.Series, local: pd.DatetimeIndex, usable: NDArray[np.bool_], parts: Sequence[slice]
) -> NDArray[np.bool_]:
    """Hours that no first fit should see: far above their hour's usual, or in a day half again as loud as its weeks.

    How far is far is told by the median deviation, which a few loud hours cannot widen, and no less than Poisson's and
    half the usual.
    """
    loud = np.zeros(len(hourly), dtype=bool)
    for part in parts:
        kept, day = hourly[part].where(usable[part]), local[part].date
        hour = local[part].hour + 24 * (local[part].day_of_week >= 5)
        usual = kept.groupby(hour).transform("median")
        spread = 1.4826 * (kept - usual).abs().groupby(hour).transform("median")
        loud_hour = hourly[part] > np.maximum(1.5 * usual, usual + 6 * np.maximum(spread, np.sqrt(usual + 1)))
        level = _level(hourly[part], local[part], usable[part])
        daily = kept.groupby(day).transform("mean")
        loud_day = (daily > 1.5 * level) & (daily > level + 4 * np.sqrt(level / 24))
        loud[part] = loud_hour | loud_day
    return loud


def _levels(
    hourly: pd.Series, local: pd.DatetimeIndex, used: NDArray[np.bool_], parts: Sequence[slice]
) -> NDArray[np.float64]:
    """The slow trend of each of the `parts`, as if it were a series of its own."""
    return np.concatenate([_level(hourly[part], local[part], used[part]) for part in parts])


def _level(hourly: pd.Series, local: pd.DatetimeIndex, used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The slow trend in mentions an hour: the median day of the eight weeks around each hour.

    A median over so long a window outlives a crisis of weeks. Of days that are fewer than two weeks, which one crisis
    may fill, the quieter ones count. At the ends the window is kept inside the series, so that a crisis at its end
    still has eight weeks to stand against, and follows the trend that both halves of the window share.
    """
    days = pd.Series(np.where(used, hourly.to_numpy(), np.nan), index=local.date).groupby(level=0)
    means = days.mean().where(days.count() >= 12)
    if means.isna().all():
        means = days.mean()
    width = min(LEVEL_DAYS, len(means))
    daily = np.asarray(means.to_numpy(), dtype=np.float64)
    windows: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(daily, width)
    medians = _middle(windows, 0.5 if len(means) >= MIN_DAYS else 0.25)
    before, after = (width - 1) // 2, width // 2
    trend = _trend(windows[[0, -1]])
    early = medians[0] * np.exp(-trend[0] * np.arange(before, 0, -1))
    late = medians[-1] * np.exp(trend[1] * np.arange(1, after + 1))
    level = pd.Series(np.r_[early, medians, late], means.index)
    level = smooth = level.interpolate(limit_direction="both")
    for days_wide in (3, 5, 7):
        # Narrower towards the ends: a lopsided mean would hold a trend back.
        smooth = level.rolling(days_wide, center=True).mean().fillna(smooth)
    return np.asarray(np.maximum(smooth.reindex(local.date).fillna(0.0).to_numpy(), MIN_LEVEL))


def _middle(rows: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """By row, the quantile at `share` of what is a number; not a number where nothing is. Much faster than numpy's."""
    ordered, known = np.sort(rows, axis=1), np.isfinite(rows).sum(axis=1)
    place = share * np.maximum(known - 1, 0)
    low, line = place.astype(np.int64), np.arange(len(rows))
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    return np.asarray(ordered[line, low] + (place - low) * (ordered[line, high] - ordered[line, low]))


def _trend(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """By window, its relative change a day: the lesser of what its two halves show, 0 where they disagree.

    Each half is two blocks of whole weeks, and shows the way between their medians. A crisis fills one half, and so is
    no trend.
    """
    block = windows.shape[1] // 28 * 7
    if not block:
        return np.zeros(len(windows))
    ends = windows.shape[1]
    blocks = [windows[:, at : at + block] for at in (0, block, ends - 2 * block, ends - block)]
    if not all(np.isfinite(one).any(axis=1).all() for one in blocks):
        return np.zeros(len(windows))
    first, second, third, fourth = (np.nanmedian(one, axis=1) for one in blocks)
    early, late = (2 / block * (b - a) / np.maximum(a + b, MIN_LEVEL) for a, b in ((first, second), (third, fourth)))
    return np.asarray(np.where(early * late > 0, np.sign(early) * np.minimum(np.abs(early), np.abs(late)), 0.0))


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
    return np.asarray(np.column_stack(columns), dtype=np.float64)


def _regress(
    counts: NDArray[np.float64], slots: NDArray[np.int64], level: NDArray[np.float64], used: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Expected counts of every hour and the dispersion, from the `used` hours alone.

    The mean is fitted by Poisson pseudo-likelihood, which is right whatever the dispersion (Gourieroux, Monfort &
    Trognon 1984), and for which the hours of one slot of the week add up: 168 rows, however long the series.
    """
    y, exposure = (
        np.asarray(np.bincount(slots[used], weights=of[used], minlength=168), dtype=np.float64)
        for of in (counts, level)
    )
    if y.sum() == 0:
        return level, MIN_DISPERSION
    season = _season()
    smooth = level * np.exp(np.clip(season @ _poisson(y, season, exposure), -7, 7))[slots]
    expected, free = smooth, float(season.shape[1])
    # Working days and weekends each have hours of their own, then every day of the week has.
    for groups in (slots % 24 + 24 * (slots >= 120), slots):
        factor, more = _own_means(counts[used], expected[used], groups[used])
        expected, free = expected * factor[groups], free + more
    dispersion = _dispersion(counts[used], expected[used], free)
    return expected, max(dispersion, MIN_DISPERSION)


def _poisson(y: NDArray[np.float64], x: NDArray[np.float64], exposure: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficients of a Poisson regression with a log link, by iterated weighted least squares (Nelder & Wedderburn
    1972). A trace of ridge settles what hours that were never seen leave open.
    """
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.sum() / exposure.sum())
    for _ in range(STEPS):
        mu = exposure * np.exp(np.clip(x @ beta, -30, 30))
        weighed = x.T @ (x * mu[:, None])
        step = np.linalg.solve(weighed + np.eye(len(beta)) * RIDGE * (1 + np.trace(weighed)), x.T @ (y - mu))
        # A long first step could leave the numbers' range.
        beta = beta + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(beta)


def _own_means(
    counts: NDArray[np.float64], smooth: NDArray[np.float64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.float64], float]:
    """By group (there are at most 168), the factor on the `smooth` season, and how many parameters that comes to.

    Morris (1983), "Parametric empirical Bayes inference": each group's own mean, drawn towards the smooth one by the
    share of its distance that chance explains. Few counts leave the season smooth, many show its true shape.
    """
    seen, due = (np.bincount(groups, weights=of, minlength=168) for of in (counts, smooth))
    own = np.divide(seen, due, out=np.ones(168), where=due > 0)
    within = max(_dispersion(counts, smooth * own[groups], float(np.count_nonzero(due))), 0.0)
    squares = np.bincount(groups, weights=smooth**2, minlength=168)
    chance = np.divide(due + within * squares, due**2, out=np.ones(168), where=due > 0)
    between = 0.1
    for _ in range(ROUNDS):
        weight = np.where(due > 0, 1 / (between + chance), 0.0)
        between = max(float(np.sum(weight * ((own - 1) ** 2 - chance)) / np.sum(weight)), MIN_DISPERSION)
    share = np.where(due > 0, between / (between + chance), 0.0)
    return 1 + share * (own - 1), float(share.sum())


def _dispersion(counts: NDArray[np.float64], mean: NDArray[np.float64], parameters: float) -> float:
    """Alpha by moments, not likelihood: cheap, and it can't run off to infinity (Cameron & Trivedi 1986)."""
    spare = len(counts) / max(len(counts) - parameters, 1)
    return float(np.sum((counts - mean) ** 2 * spare - mean) / np.sum(mean**2))
