"""Bursts: stretches in which far more is said than the baseline expects, at every scale from ten minutes to weeks.

A scan statistic over window lengths (Kulldorff 1997; Neill 2006, "Detection of spatial and spatio-temporal clusters"),
shortest windows first. What a shorter window has explained is taken out before a longer one is asked, so that a
two-hour spike is not reported as a week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import baseline as baseline_module
from workbench.baseline import Baseline

#: Windows in minutes. Each bucket is looked at in windows of all these lengths.
WINDOWS = (10, 30, 60, 180, 360, 720, 1440, 4320, 10080)
#: Standard deviations. About 10^5 overlapping windows in two months: a normal tail of 5 rings once in some 30 searches.
THRESHOLD = 5.0
#: A burst of fewer mentions over expectation than this is no "large volume", however rare it is.
MIN_EXCESS = 15.0
#: Bursts closer together than a night are one.
JOIN = pd.Timedelta(hours=14)
#: What is decaying below the band is still not ordinary: hours around a burst that no baseline should learn from.
PAD_BEFORE, PAD_AFTER = 3, 24


@dataclass(frozen=True)
class Burst:
    """A stretch of buckets out of the ordinary, [start, stop), with mentions counted and expected in it."""

    start: pd.Timestamp
    stop: pd.Timestamp
    mentions: float
    expected: float

    @property
    def excess(self) -> float:
        return self.mentions - self.expected


def scan(
    counts: NDArray[np.float64],
    expected: NDArray[np.float64],
    dispersion: float,
    minutes: int,
    masked: NDArray[np.bool_],
    threshold: float = THRESHOLD,
) -> NDArray[np.bool_]:
    """True for every bucket of `minutes` that belongs to a window with significantly more than `expected`.

    `masked` buckets are known to be out of the ordinary: they can be found, but say nothing of what ordinary is.
    """
    found = np.zeros(len(counts), dtype=bool)
    for window in WINDOWS:
        width = window // minutes
        if width < 1 or width > len(counts) // 2:
            continue
        score, excess = _scores(
            np.where(found, 0, counts), np.where(found, 0, expected), dispersion, width, minutes, masked | found
        )
        hot = (score > threshold) & (excess >= MIN_EXCESS)
        found |= _spread_over_window(hot, width) & (found | (counts > expected))
    return found


def _scores(
    counts: NDArray[np.float64],
    expected: NDArray[np.float64],
    dispersion: float,
    width: int,
    minutes: int,
    masked: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every window start (of `width` buckets): standard deviations above the expected, and mentions above it."""
    seen, mean = _rolling_sum(counts, width), _rolling_sum(expected, width)
    # Dispersion was measured an hour at a time; neighbouring buckets of one hour share it, so it adds up within the
    # hour.
    hours = max(60 // minutes, 1)
    variance = mean + dispersion * _rolling_sum(expected**2, width) * min(width, hours)
    score = _stabilised(seen, mean, variance)
    ordinary = _rolling_sum(masked.astype(float), width) == 0
    if ordinary.sum() > 50:
        # Ordinary days wander together; a long window's spread is what it is seen to be, not what independence
        # promises.
        middle = np.median(score[ordinary])
        spread = 1.4826 * np.median(np.abs(score[ordinary] - middle))
        score = (score - max(middle, 0.0)) / max(spread, 1.0)
    return score, seen - mean


def _stabilised(
    seen: NDArray[np.float64], mean: NDArray[np.float64], variance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distance of a count from its mean in standard deviations, roots taken so that few expected are not rare at once.

    Anscombe (1948), divided by the over-dispersion.
    """
    inflation = np.sqrt(variance / np.maximum(mean, 1e-9))
    return np.asarray(2 * (np.sqrt(seen + 0.375) - np.sqrt(mean + 0.375)) / np.maximum(inflation, 1.0))


def _rolling_sum(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Sum of the `width` buckets from each start on; windows that would leave the series are left out."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(total[width:] - total[:-width])


def _spread_over_window(starts: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Every bucket that a marked window covers."""
    change = np.zeros(len(starts) + width, dtype=int)
    change[: len(starts)] += starts
    change[width:] -= starts
    return np.asarray(np.cumsum(change)[: len(starts) + width - 1] > 0)


def loud_hours(
    counts: pd.Series, expected: pd.Series, dispersion: float, masked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """True for the hours that a baseline should not learn from: bursts, and the hours around them."""
    found = scan(counts.to_numpy(), expected.to_numpy(), dispersion, 60, masked)
    padded = found.copy()
    for shift in range(1, PAD_AFTER + 1):
        padded[shift:] |= found[:-shift]
    for shift in range(1, PAD_BEFORE + 1):
        padded[:-shift] |= found[shift:]
    return padded


def fit_baseline(
    hourly: pd.Series,
    timezone: str = "UTC",
    missing: NDArray[np.bool_] | None = None,
    aside: NDArray[np.bool_] | None = None,
    breaks: Sequence[pd.Timestamp] = (),
) -> Baseline | None:
    """The baseline of hourly counts with this module's own bursts masked; None under 14 days. See `baseline.fit`."""
    return baseline_module.fit(hourly, loud_hours, timezone, missing, aside, breaks)


def find(counts: pd.Series, baseline: Baseline, minutes: int, threshold: float = THRESHOLD) -> list[Burst]:
    """The bursts in `counts` (buckets of `minutes`) that pass `threshold` standard deviations, in order of time."""
    expected = baseline.at(pd.DatetimeIndex(counts.index), minutes)
    masked = baseline.masked.reindex(counts.index, method="ffill").to_numpy()
    found = scan(counts.to_numpy(), expected, baseline.dispersion, minutes, masked, threshold)
    hot = pd.DatetimeIndex(counts.index)[found]
    if hot.empty:
        return []
    step = pd.Timedelta(minutes=minutes)
    breaks = np.flatnonzero(np.diff(hot) > JOIN)
    firsts, lasts = np.r_[0, breaks + 1], np.r_[breaks, len(hot) - 1]
    result = []
    for start, stop in zip(hot[firsts], hot[lasts] + step, strict=True):
        inside = (counts.index >= start) & (counts.index < stop)
        result.append(Burst(start, stop, float(counts[inside].sum()), float(expected[inside].sum())))
    return result
