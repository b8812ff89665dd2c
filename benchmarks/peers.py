"""The detectors that others use, on bare counts: what ours is measured against.

Each gives a score from 0 to 1 for every bucket; 0.5 is where its author, or the trade, calls an alarm.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.float64]
#: Standard deviations at which the moving averages and the change points ring.
DEVIATIONS = 3.0
#: EARS: days of baseline, standard deviations of C1 and C2, the sum of C3, and the least standard deviation.
EARS_DAYS, EARS_C2, EARS_C3, EARS_LEAST = 7, 3.0, 2.0, 0.2
#: S-H-ESD: the largest share of outliers, and the level of the test.
OUTLIERS, LEVEL = 0.1, 0.05
#: Kleinberg: the burst's rate as a multiple of the ordinary one, and the price of entering it.
RATIO, ENTRY = 2.0, 1.0


@dataclass(frozen=True)
class Peer:
    """A detector: `scores(counts, minutes)` gives a score a bucket; `causal` when it never looks ahead."""

    name: str
    causal: bool
    scores: Callable[[Counts, int], Counts]


def available() -> list[Peer]:
    """Every peer that can run here: change points need the package `ruptures`."""
    peers = [
        Peer("rolling z-score, a day", True, rolling_z),
        Peer("7-day mean + 3 SD, hours", True, market_rule),
        Peer("EARS C1", True, ears_c1),
        Peer("EARS C2", True, ears_c2),
        Peer("EARS C3", True, ears_c3),
        Peer("S-H-ESD", False, s_h_esd),
        Peer("Kleinberg, two states", False, kleinberg),
    ]
    if change_points_available():
        peers.append(Peer("PELT (ruptures)", False, pelt))
    return peers


def change_points_available() -> bool:
    """Whether `ruptures` is installed."""
    return importlib.util.find_spec("ruptures") is not None


def said_once(scores: Counts, minutes: int) -> Counts:
    """`scores` with a bucket's kept only where it beats the 24 hours before, else 0."""
    day = max(round(1440 / minutes), 1)
    before = pd.Series(scores).rolling(day, min_periods=1).max().shift(1, fill_value=0.0).to_numpy()
    return np.where(scores > before, scores, 0.0)


def rolling_z(counts: Counts, minutes: int) -> Counts:
    """A bucket against the mean and standard deviation of the day before it."""
    before = pd.Series(counts).rolling(_day(minutes)).agg(["mean", "std"]).shift(1)
    return _scored(_deviations(counts, before["mean"].to_numpy(), before["std"].to_numpy()), DEVIATIONS)


def market_rule(counts: Counts, minutes: int) -> Counts:
    """The last hour against the mean and standard deviation of the hours of the week before it."""
    hour = pd.Series(_trailing(counts, max(60 // minutes, 1)))
    before = hour.rolling(7 * _day(minutes)).agg(["mean", "std"]).shift(max(60 // minutes, 1))
    return _scored(_deviations(_plain(hour), before["mean"].to_numpy(), before["std"].to_numpy()), DEVIATIONS)


def ears_c1(counts: Counts, minutes: int) -> Counts:
    """EARS C1 (Hutwagner et al. 2003): the last day against the seven before it, at every bucket anew."""
    return _scored(_ears(counts, minutes, 0), EARS_C2)


def ears_c2(counts: Counts, minutes: int) -> Counts:
    """EARS C2: as C1, with two days left out between the day and its baseline."""
    return _scored(_ears(counts, minutes, 2), EARS_C2)


def ears_c3(counts: Counts, minutes: int) -> Counts:
    """EARS C3: what C2 passes one by, summed over three days."""
    over = pd.Series(np.maximum(_ears(counts, minutes, 2) - 1, 0))
    day = _day(minutes)
    return _scored((over + over.shift(day) + over.shift(2 * day)).to_numpy(), EARS_C3)


def s_h_esd(counts: Counts, minutes: int) -> Counts:
    """Seasonal hybrid ESD (Hochenbaum, Vallis & Kejariwal 2017), upper side: STL's periodic season and the median are
    taken off, the rest is tested with median and median deviation in place of mean and standard deviation.
    """
    from statsmodels.tsa.seasonal import STL

    day = _day(minutes)
    if len(counts) < 3 * day:
        return np.zeros(len(counts))
    # "Periodic" is a seasonal smoother so wide that every day has the same shape; jumps only save time.
    days = len(counts) // day
    wide, jump = 20 * days + 7, max(day // 10, 1)
    jumps = {"seasonal_jump": max(days // 2, 1), "trend_jump": jump, "low_pass_jump": jump}
    fit = STL(counts, period=day, seasonal=wide, seasonal_deg=0, **jumps).fit()
    rest = counts - np.asarray(fit.seasonal) - np.median(counts)
    lowest = _lowest_outlier(rest)
    if lowest is None:
        return np.zeros(len(counts))
    return _scored(np.maximum(rest, 0), max(lowest, 1e-9))


def kleinberg(counts: Counts, minutes: int) -> Counts:
    """Kleinberg's two-state automaton (2003), Poisson counts in place of gaps: 1 in the burst's state, else 0."""
    rate = counts.mean()
    if rate == 0:
        return np.zeros(len(counts))
    # Logarithms of the likelihood, the factorial left out: it is the same in both states.
    calm, loud = (counts * np.log(rate * s) - rate * s for s in (1.0, RATIO))
    price = ENTRY * np.log(len(counts))
    best = np.array([0.0, -price])
    came_from = np.zeros((len(counts), 2), dtype=np.int64)
    for place in range(len(counts)):
        to_calm, to_loud = best, best - np.array([price, 0.0])
        came_from[place] = int(to_calm.argmax()), int(to_loud.argmax())
        best = np.array([to_calm.max() + calm[place], to_loud.max() + loud[place]])
    state, states = int(best.argmax()), np.zeros(len(counts))
    for place in range(len(counts) - 1, -1, -1):
        states[place] = state
        state = came_from[place][state]
    return states


def pelt(counts: Counts, minutes: int) -> Counts:
    """Change points of the mean (PELT: Killick, Fearnhead & Eckley 2012) of hourly counts, their roots taken; a segment
    rings when its mean lies three robust standard deviations over the median.
    """
    ruptures = importlib.import_module("ruptures")
    width = max(60 // minutes, 1)
    whole = len(counts) // width * width
    rooted = 2 * np.sqrt(counts[:whole].reshape(-1, width).sum(axis=1) + 0.375)
    noise = max(float(np.median(np.abs(np.diff(rooted)))) / 0.6745 / np.sqrt(2), 1.0)
    search = ruptures.KernelCPD(kernel="linear", min_size=2).fit(rooted)
    ends = search.predict(pen=3 * noise**2 * np.log(len(rooted)))
    middle = float(np.median(rooted))
    spread = max(1.4826 * float(np.median(np.abs(rooted - middle))), 1.0)
    deviation = np.zeros(len(rooted))
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        deviation[start:end] = (rooted[start:end].mean() - middle) / spread
    spun = np.repeat(deviation, width)
    return _scored(np.pad(spun, (0, len(counts) - whole), mode="edge"), DEVIATIONS)


def _ears(counts: Counts, minutes: int, lag: int) -> Counts:
    """The last day's count in standard deviations over the seven days that end `lag` days before it."""
    day = _day(minutes)
    total = pd.Series(_trailing(counts, day))
    days = pd.concat([total.shift(day * back) for back in range(lag + 1, lag + 1 + EARS_DAYS)], axis=1)
    spread = days.std(axis=1, skipna=False).clip(lower=EARS_LEAST)
    return _deviations(_plain(total), days.mean(axis=1, skipna=False).to_numpy(), spread.to_numpy())


def _lowest_outlier(rest: Counts) -> float | None:
    """The lowest of the values that the generalised ESD test (Rosner 1983), upper side, calls outliers, or None."""
    from scipy.stats import t as student

    left = np.sort(rest)[::-1]
    free = len(rest) - np.arange(int(OUTLIERS * len(rest)))
    quantile = student.ppf(1 - LEVEL / free, free - 2)
    critical = (free - 1) * quantile / np.sqrt((free - 2 + quantile**2) * free)
    lowest = None
    for taken in range(len(free)):
        kept = left[taken:]
        middle = kept[len(kept) // 2]
        spread = 1.4826 * float(np.median(np.abs(kept - middle)))
        if spread == 0:
            break
        if (left[taken] - middle) / spread > critical[taken]:
            lowest = float(left[taken])
    return lowest


def _day(minutes: int) -> int:
    return max(1440 // minutes, 1)


def _trailing(counts: Counts, width: int) -> Counts:
    """The sum of each bucket and the `width` - 1 before it; not a number where there are fewer."""
    return _plain(pd.Series(counts).rolling(width).sum())


def _plain(values: pd.Series) -> Counts:
    return np.asarray(values.to_numpy(), dtype=np.float64)


def _deviations(seen: Counts, mean: Counts, spread: Counts) -> Counts:
    """How many `spread` above the `mean`; where there is no spread, a unit of one stands for it."""
    return np.asarray((seen - mean) / np.where(spread > 0, spread, 1.0), dtype=np.float64)


def _scored(statistic: Counts, threshold: float) -> Counts:
    """A score of 0.5 where the statistic meets its threshold; 0 where it is not known."""
    known = np.maximum(np.nan_to_num(statistic, nan=0.0), 0.0)
    return known / (known + threshold)
