"""Alarms without hindsight: a score for every bucket from what came before it alone.

What was said in the last minutes, at scales from five of them to an hour, is held against two things: twice what is
rarely passed in a fortnight, and the loudest stretch that is still remembered, whose memory fades by half in a day and
a half so that a relapse is heard. The mean over the scales decides, so that neither one loud minute nor one slow hour
alone rings. Ratios to a rank and to a record take the place of a fitted tail: they need no distribution, and mean the
same for a brand without a mention in most buckets and for one with thousands. An alarm is said once in twelve hours.

The constants were chosen on five real series of the Numenta Anomaly Benchmark, leaving series out; see
`benchmarks/results/detection.md` for what else was tried.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Scales in minutes.
SCALES = (5, 10, 15, 20, 30, 45, 60)
#: Days in which the memory of the loudest stretch fades to half.
FADES_IN = 1.5
#: Days that tell what is usual, the share of them that is rarely passed, and the multiple of it where an alarm lies.
USUAL_DAYS, RARELY, TIMES_RARE = 14, 0.985, 2.0
#: Standard deviations of a Poisson count above the usual mean: keeps a handful of messages from being a record.
ABOVE_CHANCE = 4.0
#: Scores from here on are alarms; what follows one within so many days is not said again.
ALARM, SAID_FOR_DAYS = 0.5, 0.5
NOT_AGAIN = 0.499
#: Nothing is judged in the first day, and nothing usual is known before a quarter of one.
SILENT_DAYS, LEAST_DAYS = 1.0, 0.25


def scores(counts: NDArray[np.float64], minutes: float) -> NDArray[np.float64]:
    """A score from 0 to 1 for every bucket of `counts`, whose width is `minutes`; 0.5 and above is an alarm.

    The score of a bucket depends on it and on earlier ones only. Constant memory and, but for a logarithm, time a
    bucket.
    """
    day = max(round(1440 / minutes), 1)
    widths = [max(round(scale / minutes), 1) for scale in SCALES]
    ratios = {width: _against_memory(counts, width, day) for width in set(widths)}
    ratio = np.mean([ratios[width] for width in widths], axis=0)
    ratio[: round(SILENT_DAYS * day)] = 0
    return _said_once(ratio / (1 + ratio), round(SAID_FOR_DAYS * day))


def _said_once(score: NDArray[np.float64], silence: int) -> NDArray[np.float64]:
    """`score` with what follows an alarm within `silence` buckets held just below one."""
    said = -silence - 1
    for place in np.flatnonzero(score >= ALARM):
        if place - said <= silence:
            score[place] = NOT_AGAIN
        else:
            said = int(place)
    return score


def _against_memory(counts: NDArray[np.float64], width: int, day: int) -> NDArray[np.float64]:
    """The trailing sum of `width` buckets as a multiple of what would be an alarm."""
    total = np.concatenate([[0.0], np.cumsum(counts)])
    ends = np.arange(1, len(counts) + 1)
    seen = total[ends] - total[np.maximum(ends - width, 0)]
    usual = pd.Series(seen).rolling(USUAL_DAYS * day, min_periods=max(round(LEAST_DAYS * day), 1))
    # What is usual is read from before the stretch itself.
    rare = TIMES_RARE * usual.quantile(RARELY).shift(max(width // 2, 1)).to_numpy()
    mean = usual.mean().shift(1).to_numpy()
    chance = mean + ABOVE_CHANCE * np.sqrt(mean + 1)
    bar = np.maximum(np.maximum(_fading_maximum(seen, FADES_IN * day), rare), chance)
    return np.where(np.isfinite(bar), seen / np.maximum(np.nan_to_num(bar, nan=1.0), 1.0), 0.0)


def _fading_maximum(values: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """Before each value the largest earlier one, each faded by age. In logarithms, where fading is a sum."""
    age = np.arange(len(values)) * np.log(2) / half_life
    with np.errstate(divide="ignore"):
        most = np.maximum.accumulate(np.log(values) + age) - age
    return np.concatenate([[0.0], np.exp(most[:-1] - np.log(2) / half_life)])
