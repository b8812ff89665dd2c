"""Alarms without hindsight: a score for every bucket from what came before it alone.

What was said in the last minutes over the usual, at scales from five of them to two hours, is held against three
things: twice what is rarely passed in a fortnight, the loudest stretch that is still remembered, whose memory fades by
half in two days so that a relapse is heard, and chance. The mean over the scales decides, so that neither one loud
minute nor one slow hour alone rings. Ratios to a rank and to a record take the place of a fitted tail: they need no
distribution, and mean the same for a brand without a mention in most buckets and for one with thousands. An alarm is
said once in twelve hours.

The constants were chosen on five real series of the Numenta Anomaly Benchmark, and on the same series thinned and
swollen, leaving brands out, for the middle of the widest plateau rather than for its highest point; see
`benchmarks/results/detection.md`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Scales in minutes.
SCALES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
#: Days in which the memory of the loudest stretch fades to half, and the multiple of it where an alarm lies.
FADES_IN, TIMES_RECORD = 2.0, 1.2
#: Days that tell what is usual, the share of them that is rarely passed, and the multiple of it where an alarm lies.
USUAL_DAYS, RARELY, TIMES_RARE = 14, 0.985, 2.0
#: Standard deviations of a Poisson count above the usual mean: keeps a handful of messages from being a record.
ABOVE_CHANCE = 5.0
#: So much of the way from the usual to where an alarm lies is enough, in the mean over the scales.
ENOUGH = 0.78
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
    return scored(evidence(counts, minutes), minutes)


def evidence(counts: NDArray[np.float64], minutes: float) -> NDArray[np.float64]:
    """For every bucket, the excess as a share of where an alarm lies: the mean over the scales, 0 on the first day."""
    day = max(round(1440 / minutes), 1)
    widths = [max(round(scale / minutes), 1) for scale in SCALES]
    shares = {width: _against_memory(counts, width, day) for width in set(widths)}
    share = np.mean([shares[width] for width in widths], axis=0)
    share[: round(SILENT_DAYS * day)] = 0
    return np.asarray(share, dtype=np.float64)


def scored(evidence: NDArray[np.float64], minutes: float, enough: float | None = None) -> NDArray[np.float64]:
    """The scores that `evidence` comes to, each alarm said once; `enough` of it is an alarm (ENOUGH)."""
    ratio = evidence / (ENOUGH if enough is None else enough)
    return _said_once(ratio / (1 + ratio), round(SAID_FOR_DAYS * max(round(1440 / minutes), 1)))


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
    """The excess of the trailing sum of `width` buckets over its usual mean, as a share of what would be an alarm.

    What is usual is read from sums half their own width apart: nearer ones share most of their messages.
    """
    total = np.concatenate([[0.0], np.cumsum(counts)])
    ends = np.arange(1, len(counts) + 1)
    seen = total[ends] - total[np.maximum(ends - width, 0)]
    apart = max(width // 2, 1)
    days = max(day // apart, 1)
    usual = pd.Series(seen[::apart]).rolling(USUAL_DAYS * days, min_periods=max(round(LEAST_DAYS * days), 1))
    # What is usual is read from before the stretch itself.
    rare = TIMES_RARE * usual.quantile(RARELY).shift(1).to_numpy()
    rare, mean = (np.repeat(one, apart)[: len(seen)] for one in (rare, usual.mean().shift(1).to_numpy()))
    chance = mean + ABOVE_CHANCE * np.sqrt(mean + 1)
    bar = np.maximum(np.maximum(TIMES_RECORD * _fading_maximum(seen, FADES_IN * day), rare), chance)
    return np.where(np.isfinite(bar), np.maximum(seen - mean, 0) / np.nan_to_num(bar - mean, nan=1.0), 0.0)


def _fading_maximum(values: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """Before each value the largest earlier one, each faded by age. In logarithms, where fading is a sum."""
    age = np.arange(len(values)) * np.log(2) / half_life
    with np.errstate(divide="ignore"):
        most = np.maximum.accumulate(np.log(values) + age) - age
    return np.concatenate([[0.0], np.exp(most[:-1] - np.log(2) / half_life)])
