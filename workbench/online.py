"""Alarms without hindsight: a score for every bucket from what came before it alone.

A bucket is an alarm when, at some scale from a quarter of an hour to half a day, more has been said than in the loudest
stretch that is still remembered. The memory fades by half in six days, so that a relapse is heard, and it holds the
burst itself, so that an alarm is said once. Records against a fading maximum take the place of a fitted tail: they need
no distribution, and mean the same for a brand with no mention in most buckets and for one with thousands.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Scales in minutes. Long ones hear what grows slowly.
SCALES = (15, 60, 180, 720)
#: Days in which the memory of the loudest stretch fades to half.
FADES_IN = 6.0
#: A record has to beat the remembered one by this factor.
MARGIN = 1.2
#: Days that tell what is usual, and how far above its 99th percentile an alarm lies.
USUAL_DAYS, ABOVE_USUAL = 14, 2.0
#: Standard deviations of a Poisson count above the usual mean: keeps a handful of messages from being a record.
ABOVE_CHANCE = 4.0
#: Scores from here on are alarms.
ALARM = 0.5
#: Nothing is judged in the first day, and nothing usual is known before a quarter of one.
SILENT_DAYS, LEAST_DAYS = 1.0, 0.25


def scores(counts: NDArray[np.float64], minutes: float) -> NDArray[np.float64]:
    """A score from 0 to 1 for every bucket of `counts`, whose width is `minutes`; 0.5 and above is an alarm.

    The score of a bucket depends on it and on earlier ones only. Constant memory and, but for a logarithm, time a
    bucket.
    """
    day = max(round(1440 / minutes), 1)
    best = np.zeros(len(counts))
    for scale in SCALES:
        width = max(round(scale / minutes), 1)
        best = np.maximum(best, _against_memory(counts, width, day))
    best[: round(SILENT_DAYS * day)] = 0
    return best / (1 + best)


def _against_memory(counts: NDArray[np.float64], width: int, day: int) -> NDArray[np.float64]:
    """The trailing sum of `width` buckets as a multiple of what would be an alarm."""
    total = np.concatenate([[0.0], np.cumsum(counts)])
    ends = np.arange(1, len(counts) + 1)
    seen = total[ends] - total[np.maximum(ends - width, 0)]
    usual = pd.Series(seen).rolling(USUAL_DAYS * day, min_periods=max(round(LEAST_DAYS * day), 1))
    # What is usual is read from before the stretch itself.
    high = usual.quantile(0.99).shift(max(width // 2, 1)).to_numpy()
    mean = usual.mean().shift(1).to_numpy()
    bar = np.maximum(np.maximum(MARGIN * _fading_maximum(seen, FADES_IN * day), ABOVE_USUAL * high),
                     mean + ABOVE_CHANCE * np.sqrt(mean + 1))  # fmt: skip
    return np.where(np.isfinite(bar) & (bar > 0), seen / np.where(bar > 0, bar, 1), 0.0)


def _fading_maximum(values: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """Before each value, the largest of the earlier ones, each faded by its age."""
    fade = 0.5 ** (1 / half_life)
    remembered = np.empty(len(values))
    most = 0.0
    for place, value in enumerate(values):
        remembered[place] = most
        most = max(most * fade, value)
    return remembered
