"""The course of a topic: when its excess began, peaked and ended, each with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import decay
from workbench.baseline import Baseline, seconds

#: The bell over which counts are smoothed, in minutes (one standard deviation): as narrow as the counts allow.
NARROWEST, WIDEST = 20, 180
#: Messages under the bell that make a rate worth reading: its error is then about a tenth.
ENOUGH = 100
#: A silence longer than this on the topic separates fore-runners from what was merely said before.
SILENCE, LEAST_SILENCE = pd.Timedelta(hours=24), pd.Timedelta(hours=2)
#: So long before anything of it, what passes for the topic passes by chance.
EARLY = pd.Timedelta(days=2)
#: The excess has begun when so many more follow within the hour.
FOLLOWERS = 3
#: Data that stop sooner than this after the excess fell cannot tell an end from a lull.
LULL = pd.Timedelta(hours=6)
#: Another wave lifts the rate to so many times the lowest between it and the peak, by so many standard errors, and to
#: so large a part of the peak.
LIFTED, SURELY, OF_PEAK = 1.6, 3.5, 0.1
#: The bell under which waves are looked for, in minutes: a wave of an hour is none.
WAVES = 60


@dataclass(frozen=True)
class Course:
    """When the excess on the topic began, peaked and ended (None: it still ran when the archive ended).

    `rate`: on-topic mentions an hour over what is usual, smoothed, by minute or by ten. The intervals are (low, high).
    `overlapping`: it rose again before it had ended, so that no single decay is true of it.
    """

    onset: pd.Timestamp
    peak: pd.Timestamp
    end: pd.Timestamp | None
    onset_interval: tuple[pd.Timestamp, pd.Timestamp]
    peak_interval: tuple[pd.Timestamp, pd.Timestamp]
    end_interval: tuple[pd.Timestamp, pd.Timestamp] | None
    rate: pd.Series
    overlapping: bool = False


def forerunners(
    times: pd.DatetimeIndex, start: pd.Timestamp, stop: pd.Timestamp, since: pd.Timestamp
) -> pd.DatetimeIndex:
    """Of the topic's surest messages since then, those without a silence between them that lead into [start, stop).

    Where some pass for the topic every day, by the first days of that time, shorter silences count: half the usual gap.
    """
    silence = SILENCE
    if start - since > EARLY + pd.Timedelta(days=1):
        usual = int(((times >= since) & (times < since + EARLY)).sum())
        silence = min(max(EARLY / max(2 * usual, 1), LEAST_SILENCE), SILENCE)
    before = times[times < stop]
    if before.empty:
        return before
    inside = int(before.searchsorted(start))
    gaps = np.flatnonzero(np.diff(before[: inside + 1]) > silence) if inside else np.array([], dtype=int)
    return before[(gaps[-1] + 1) if len(gaps) else 0 :]


def follow(
    on_topic: pd.Series, usual_per_hour: float, baseline: Baseline, first: pd.DatetimeIndex, last_known: pd.Timestamp
) -> Course:
    """The course of `on_topic` counts (buckets of any one width) of which `usual_per_hour` are always there.

    `first`: the topic's fore-runners and what follows, in order; `last_known`: the last minute the archive covers.
    """
    step = on_topic.index[1] - on_topic.index[0]
    minutes = step.total_seconds() / 60
    rhythm = baseline.at(pd.DatetimeIndex(on_topic.index), 60) / float(baseline.expected.mean())
    rate, error = _smoothed(on_topic, minutes, rhythm)
    excess = rate - usual_per_hour
    peak = pd.DatetimeIndex(excess.index)[int(excess.to_numpy().argmax())]
    near = excess[excess + error >= excess.max() - error]
    spread = pd.Series(
        np.interp(seconds(excess.index), seconds(baseline.sd.index), baseline.sd.to_numpy()), excess.index
    )
    onset, visible = _onset(first, on_topic, usual_per_hour, spread, peak)
    # The last of many noisy moments above a line lies too late; a standard error taken off sets that right (measured).
    loud = excess.index[(excess - error > spread) & (excess.index >= peak)]
    end = (loud[-1] if len(loud) else peak) + step / 2
    surely = excess.index[(excess - 2 * error > spread) & (excess.index >= peak)]
    maybe = excess.index[(excess + 2 * error > spread) & (excess.index >= end)]
    end_interval = (min(surely[-1] if len(surely) else peak, end), _unbroken(maybe, end, step))
    rises = _rises(on_topic, minutes, rhythm, peak)
    last_top = _last_top(excess, rises, peak, end)
    fading = decay.fit(on_topic, usual_per_hour, baseline, last_top, min(end + (end - last_top), last_known))
    if fading:
        end = max(fading.crossing, peak)
        end_interval = (min(end_interval[0], end), max(end_interval[1], end))
    still_running = last_known - end < LULL
    return Course(
        onset=onset,
        peak=max(peak + step / 2, onset),
        end=None if still_running else end,
        onset_interval=(min(first[0], onset), max(visible, onset)),
        peak_interval=(near.index[0], near.index[-1] + step),
        end_interval=None if still_running else end_interval,
        rate=excess,
        overlapping=bool(rises[onset:end].any()),
    )


def _rises(counts: pd.Series, minutes: float, rhythm: NDArray[np.float64], peak: pd.Timestamp) -> pd.Series:
    """Where the rate stands well above the lowest between there and the peak: another wave, before the peak or after.

    Whatever share of the daily rhythm it follows: a morning is no wave, nor is a night that people stay up. Under one
    bell throughout: where bells of two widths meet the rate has a step.
    """
    smooth, error, _ = _under_bell(counts, minutes, rhythm, WAVES)
    at = int(counts.index.searchsorted(peak))
    risen = smooth > OF_PEAK * smooth[at]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        scale = np.maximum(rhythm, 0.05) ** share
        values, margin = smooth / scale, SURELY * error / scale
        lowest = np.concatenate([np.minimum.accumulate(values[at::-1])[::-1][:-1], np.minimum.accumulate(values[at:])])
        risen &= values > LIFTED * lowest + margin
    return pd.Series(risen, counts.index)


def _last_top(excess: pd.Series, rises: pd.Series, peak: pd.Timestamp, end: pd.Timestamp) -> pd.Timestamp:
    """The top of the last wave, from which the topic only fades."""
    later = rises[peak:end]
    if not later.any():
        return peak
    risen = later.to_numpy()
    begins = int(np.flatnonzero(risen & ~np.r_[False, risen[:-1]])[-1])
    wave = excess[later.index[begins] : end]
    return pd.DatetimeIndex(wave.index)[int(wave.to_numpy().argmax())]


def declared(on_topic: pd.Series, onset: pd.Timestamp, end: pd.Timestamp) -> Course:
    """The course of `on_topic` counts within bounds that people set: nothing is estimated but the peak."""
    step = on_topic.index[1] - on_topic.index[0]
    rate, error = _smoothed(on_topic, step.total_seconds() / 60, np.ones(len(on_topic)))
    inside = rate[onset:end]
    peak = pd.DatetimeIndex(inside.index)[int(inside.to_numpy().argmax())] if len(inside) else onset
    near = inside[inside + error[onset:end] >= inside.max() - error[onset:end]]
    span = (near.index[0], near.index[-1] + step) if len(near) else (onset, end)
    return Course(onset, min(peak + step / 2, end), end, (onset, onset), span, (end, end), rate)


def _onset(
    first: pd.DatetimeIndex, on_topic: pd.Series, usual_per_hour: float, spread: pd.Series, peak: pd.Timestamp
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """When others take the topic up, and when an hour of it stands out: two standard deviations of an ordinary hour."""
    step = on_topic.index[1] - on_topic.index[0]
    hour = on_topic.rolling(pd.Timedelta(hours=1)).sum() - usual_per_hour
    out = on_topic.index[(hour > 2 * spread) & (on_topic.index <= peak) & (on_topic.index >= first[0])]
    visible = pd.Timestamp(out[0]) + step if len(out) else peak
    followers = first.searchsorted(first + pd.Timedelta(hours=1)) - np.arange(len(first)) - 1
    # The origin itself is no excess yet: it begins when others join.
    joined = first[1:][followers[1:] >= FOLLOWERS]
    onset = pd.Timestamp(joined[0]) if len(joined) else visible
    return min(onset, visible), visible


def _unbroken(times: pd.DatetimeIndex, start: pd.Timestamp, step: pd.Timedelta) -> pd.Timestamp:
    """The last of `times` that follow `start` without a hole."""
    last = start
    for moment in times:
        if moment - last > 2 * step:
            break
        last = moment
    return last


def _smoothed(counts: pd.Series, minutes: float, rhythm: NDArray[np.float64]) -> tuple[pd.Series, pd.Series]:
    """Rate an hour under a bell as wide as ENOUGH messages need, and its standard error.

    `rhythm`: how loud each bucket's hour ordinarily is, the mean being 1. It is divided out while smoothing, or a wide
    bell would carry the evening into the night, where a few messages pass for a crisis that still goes on.
    """
    rate, error = np.zeros(len(counts)), np.zeros(len(counts))
    done = np.zeros(len(counts), dtype=bool)
    for width in (NARROWEST, 40, 80, WIDEST):
        smooth, unsure, weighed = _under_bell(counts, minutes, rhythm, width)
        ready = ~done & ((weighed >= ENOUGH) | (width == WIDEST))
        rate[ready], error[ready] = smooth[ready], unsure[ready]
        done |= ready
    return pd.Series(rate, counts.index), pd.Series(error, counts.index)


def _under_bell(
    counts: pd.Series, minutes: float, rhythm: NDArray[np.float64], width: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Rate an hour under a bell of `width` minutes, its standard error, and the messages under the bell."""
    from scipy.ndimage import gaussian_filter1d

    sigma = width / minutes
    smooth = gaussian_filter1d(counts.to_numpy(dtype=float), sigma, mode="constant")
    usual = rhythm / gaussian_filter1d(rhythm, sigma, mode="nearest") * 60 / minutes
    effective = under_bell(sigma)
    error = np.sqrt(np.maximum(smooth, 1 / effective) / effective)
    return smooth * usual, error * usual, smooth * effective


def under_bell(width: float) -> float:
    """How many buckets' counts weigh under a bell of `width` buckets as those of one."""
    return float(2 * np.sqrt(np.pi) * width)
