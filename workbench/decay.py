"""How a topic fades: exponential decay of its excess, under as much of the daily rhythm as the counts themselves show.

A storm follows the hours of the day more or less: people sleep, but what upsets them keeps some awake. So the rhythm's
share is estimated beside the decay, as an exponent of the ordinary day, by penalised Poisson regression on top of what
is always there (errors widened by the over-dispersion seen, quasi-Poisson: McCullagh & Nelder 1989, ch. 6). No storm
fades quite like that, and how it differs lasts for hours: so the interval is what leaving out one part of the time
after the other changes (jackknife of blocks: Künsch 1989), where that is more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.baseline import Baseline, seconds

#: Widths of a bucket in minutes, of which the widest is taken that leaves LEAST_BUCKETS in the time looked at.
WIDTHS, LEAST_BUCKETS = (60, 10, 2), 12
#: Messages that a decay can be told from, at least.
LEAST_MESSAGES = 30
#: The rhythm's exponent before anything is seen: between none and all of it (mean, standard deviation).
RHYTHM, RHYTHM_SD = 0.5, 0.3
#: Parts of the time that are left out in turn, and the quantile of Student's t that makes of their error 95 %.
BLOCKS, STUDENT = 8, 2.365
#: How often the beginning is left out, a quarter each time, where what is left does not fade as the whole did.
TRIES = 4
#: The last part of the time, its share, in which the fit must not miss the counts by more than so many standard errors
#: and so large a part.
TAIL, CONTRADICTED, MISSED = 0.4, 3.0, 0.3
#: A decay is followed no further than so many times the half-life.
FURTHEST = 12.0


@dataclass(frozen=True)
class Decay:
    """Minutes in which the excess halves, its 95 % interval (`high` is None where it may not fall at all); the excess
    seen and what was fitted to it, per hour.

    `crossing`: the last moment at which the fitted excess passes one standard deviation of an ordinary hour.
    """

    half_life: float
    low: float
    high: float | None
    excess: pd.Series
    fitted: pd.Series
    crossing: pd.Timestamp


def fit(
    on_topic: pd.Series, usual_per_hour: float, baseline: Baseline, peak: pd.Timestamp, until: pd.Timestamp
) -> Decay | None:
    """The decay of `on_topic` counts (buckets of any one width) from `peak` to `until`, of which `usual_per_hour` are
    always there.

    Where the later part does not fade as the whole, it is fitted by itself: real storms often fade fast first. None
    where there are too few messages, or the counts do not surely fall.
    """
    start = peak
    found: Decay | None = None
    for _ in range(TRIES):
        found = _fit(on_topic, usual_per_hour, baseline, start, until)
        if found is None or not _contradicted(found):
            return found
        start += (until - start) / 4
    return None


def _fit(
    on_topic: pd.Series, usual_per_hour: float, baseline: Baseline, since: pd.Timestamp, until: pd.Timestamp
) -> Decay | None:
    width = next((w for w in WIDTHS if (until - since) / pd.Timedelta(minutes=w) >= LEAST_BUCKETS + 2), WIDTHS[-1])
    step = pd.Timedelta(minutes=width)
    counts = on_topic.resample(step).sum()
    # The rounded top of a peak is no decay yet.
    counts = counts[(counts.index >= since.ceil(step) + step) & (counts.index <= until - step)]
    if len(counts) < LEAST_BUCKETS // 2 or counts.sum() < LEAST_MESSAGES:
        return None
    scale = width / 60
    rhythm = _rhythm(baseline, pd.DatetimeIndex(counts.index) + step / 2)
    usual = usual_per_hour * rhythm * scale
    time = np.asarray((np.arange(len(counts)) + 0.5) * scale, dtype=np.float64)
    table = np.column_stack([counts.to_numpy(dtype=float), usual, time, np.log(rhythm)])
    (height, slope, share), error = _regress(table)
    if not np.isfinite([height, error]).all() or slope + 1.96 * error >= 0:
        return None
    height -= np.log(scale)
    margin = STUDENT * max(error, _jackknifed(table))
    low, middle, high = (-60 * float(np.log(2)) / s for s in (slope - margin, slope, slope + margin))
    fitted = np.exp(height + slope * time + share * np.log(rhythm))
    begins = pd.Timestamp(counts.index[0])
    later = pd.date_range(begins, begins + pd.Timedelta(minutes=FURTHEST * middle), periods=4000)
    rate = np.exp(
        height + slope * (seconds(later) - seconds(later[:1])) / 3600 + share * np.log(_rhythm(baseline, later))
    )
    over = np.flatnonzero(rate > np.interp(seconds(later), seconds(baseline.sd.index) + 1800, baseline.sd.to_numpy()))
    crossing = pd.Timestamp(later[over[-1]]) if len(over) else begins
    excess = np.maximum(counts.to_numpy() - usual, 0) / scale
    return Decay(
        middle,
        low,
        high if slope + margin < 0 else None,
        pd.Series(excess, counts.index),
        pd.Series(fitted, counts.index),
        crossing.floor("s"),
    )


def _rhythm(baseline: Baseline, moments: pd.DatetimeIndex) -> NDArray[np.float64]:
    """How loud each moment ordinarily is, the mean being 1."""
    usual = np.interp(seconds(moments), seconds(baseline.expected.index) + 1800, baseline.expected.to_numpy())
    return np.asarray(np.maximum(usual / float(baseline.expected.mean()), 0.05), dtype=np.float64)


def _jackknifed(table: NDArray[np.float64]) -> float:
    """The slope's standard error from leaving out each of BLOCKS parts of the time in turn."""
    block = np.arange(len(table)) * BLOCKS // len(table)
    slopes = np.array([_regress(table[block != left])[0][1] for left in range(BLOCKS)])
    return float(np.sqrt((BLOCKS - 1) * ((slopes - slopes.mean()) ** 2).mean()))


def _regress(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Height (log), slope an hour and share of the rhythm, and the slope's standard error from the over-dispersion.

    `table`: a row a bucket: count, what is usual, hours, logarithm of the rhythm. Means are usual + exp(height + slope
    · hours + share · rhythm); found by scoring (Fisher), from a straight line. What can't be told is not finite.
    """
    counts, usual, time, rhythm = table.T
    design = np.column_stack([np.ones(len(time)), time, rhythm])
    known = np.diag([1e-6, 1e-6, 1 / RHYTHM_SD**2])
    middle = np.array([0.0, 0.0, RHYTHM])
    top = np.log(max(counts[: max(len(counts) // 6, 1)].mean(), 0.5))
    at = np.array([top, -3.0 / time[-1], RHYTHM])
    for _ in range(100):
        fading = np.exp(np.clip(design @ at, -20, 20))
        mean = usual + fading + 1e-9
        weight = fading**2 / mean
        curvature = design.T @ (design * weight[:, None]) + known
        slope = design.T @ ((counts - mean) * fading / mean) - known @ (at - middle)
        move = np.clip(np.linalg.solve(curvature, slope), -1.0, 1.0)
        at = at + move
        if np.abs(move).max() < 1e-7:
            break
    mean = usual + np.exp(np.clip(design @ at, -20, 20)) + 1e-9
    spread = max(float(((counts - mean) ** 2 / np.maximum(mean, 0.2)).sum() / max(len(counts) - 3, 1)), 1.0)
    return at, float(np.sqrt(spread * np.linalg.inv(curvature)[1, 1]))


def _contradicted(found: Decay) -> bool:
    """Whether the last part of the counts before the fit's own end, or as long a time after it, lies far off it."""
    index = found.excess.index
    hours = (index[1] - index[0]).total_seconds() / 3600
    end = int(index.searchsorted(found.crossing))
    length = max(int(TAIL * end), 3)
    for part in (slice(max(end - length, 0), end), slice(end, end + length)):
        seen, expected = (float(one.iloc[part].sum()) * hours for one in (found.excess, found.fitted))
        off = abs(seen - expected)
        if off > CONTRADICTED * max(expected, 1.0) ** 0.5 and off > MISSED * expected:
            return True
    return False
