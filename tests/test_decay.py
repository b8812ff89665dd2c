"""How a topic fades, on counts with a known half-life."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench import course, decay
from workbench.baseline import Baseline

HOURS = pd.date_range("2026-03-02", periods=24 * 20, freq="h", tz="UTC")
#: A day from 2 to 14 messages an hour.
USUAL = pd.Series(8 - 6 * np.cos(2 * np.pi * np.asarray(HOURS.hour) / 24), HOURS)
BASELINE = Baseline(USUAL, 0.05, pd.Series(False, HOURS))
PEAK = pd.Timestamp("2026-03-10 12:00", tz="UTC")


def storm(half_life: float, share: float = 0.5, height: float = 200.0, peak: pd.Timestamp = PEAK) -> pd.Series:
    """Messages a minute from `peak` on: a decay under a `share` of the daily rhythm."""
    minutes = pd.date_range(HOURS[0], HOURS[-1], freq="min")
    since = (minutes - peak).total_seconds().to_numpy() / 60
    rhythm = np.interp(minutes.asi8, HOURS.asi8 + 1_800_000_000, USUAL.to_numpy()) / USUAL.mean()
    rate = np.where(since >= 0, height * 0.5 ** (since / half_life) * rhythm**share, 0.0)
    return pd.Series(np.random.default_rng(4).poisson(rate / 60).astype(float), minutes)


def last_above(half_life: float, share: float, height: float) -> pd.Timestamp:
    """The last minute at which such a storm passes one standard deviation of the ordinary hour."""
    minutes = pd.date_range(PEAK, HOURS[-1], freq="min")
    since = (minutes - PEAK).total_seconds().to_numpy() / 60
    usual, spread = (
        np.interp(minutes.asi8, HOURS.asi8 + 1_800_000_000, values.to_numpy()) for values in (USUAL, BASELINE.sd)
    )
    above = np.flatnonzero(height * 0.5 ** (since / half_life) * (usual / USUAL.mean()) ** share > spread)
    return pd.Timestamp(str(minutes[above[-1]]))


@pytest.mark.parametrize(("half_life", "share"), [(240.0, 0.0), (600.0, 0.5), (1200.0, 0.8)])
def test_half_life_and_crossing_whatever_share_of_the_rhythm_a_storm_follows(half_life: float, share: float) -> None:
    found = decay.fit(storm(half_life, share), 0.0, BASELINE, PEAK, PEAK + pd.Timedelta(minutes=5 * half_life))
    assert found is not None
    assert found.half_life == pytest.approx(half_life, rel=0.12)
    assert found.low < half_life < (found.high or np.inf)
    assert abs(found.crossing - last_above(half_life, share, 200.0)) < pd.Timedelta(hours=3)


def test_the_interval_is_as_wide_as_what_lasts_for_hours_makes_it() -> None:
    """Hours that are louder or quieter than the curve says tell less than their many messages seem to."""
    drawn = np.random.default_rng(8)
    inside = []
    for _ in range(40):
        counts = storm(600.0, height=2000.0)
        hours = np.arange(len(counts)) // 360
        uneven = counts * drawn.gamma(12.0, 1 / 12.0, hours[-1] + 1)[hours]
        found = decay.fit(uneven.round(), 0.0, BASELINE, PEAK, PEAK + pd.Timedelta(hours=48))
        if found is not None:
            inside.append(found.low < 600.0 < (found.high or np.inf))
    assert len(inside) > 30
    assert np.mean(inside) > 0.85


def test_what_does_not_fall_has_no_decay() -> None:
    steady = pd.Series(1.0, pd.date_range(PEAK, periods=60 * 48, freq="min"))
    assert decay.fit(steady, 0.0, BASELINE, PEAK, PEAK + pd.Timedelta(days=2)) is None


def test_a_storm_that_fades_fast_first_ends_when_its_slow_part_does() -> None:
    counts = storm(60.0, 0.0, 3000.0) + storm(1500.0, 0.0, 40.0)
    found = decay.fit(counts, 0.0, BASELINE, PEAK, PEAK + pd.Timedelta(days=5))
    assert found is not None
    assert abs(found.crossing - last_above(1500.0, 0.0, 40.0)) < pd.Timedelta(hours=8)


@pytest.mark.parametrize(("again", "overlapping"), [(None, False), (12, True)])
def test_waves_that_overlap_are_seen(again: int | None, overlapping: bool) -> None:
    counts = storm(300.0)
    if again:
        counts = counts + storm(300.0, peak=PEAK + pd.Timedelta(hours=again), height=150.0)
    first = pd.DatetimeIndex(counts.index[counts > 0])
    found = course.follow(counts, 0.0, BASELINE, first, HOURS[-1])
    assert found.overlapping is overlapping


def test_forerunners_end_at_a_silence_that_is_long_for_what_passes_for_the_topic_anyway() -> None:
    start, since = PEAK, PEAK - pd.Timedelta(days=5)
    lead = pd.date_range(start - pd.Timedelta(hours=20), start, freq="10h")
    chance = pd.date_range(since, start - pd.Timedelta(days=1), freq="4h")
    storm_times = pd.date_range(start, periods=30, freq="min")
    stop = start + pd.Timedelta(hours=1)
    sparse = course.forerunners(pd.DatetimeIndex(lead.append(storm_times)), start, stop, since)
    assert sparse[0] == lead[0]
    busy = course.forerunners(pd.DatetimeIndex(chance.append(storm_times)), start, stop, since)
    assert busy[0] == start
