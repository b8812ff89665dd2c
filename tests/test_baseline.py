from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench import bursts, coverage


def hours(days: int, rate: float, dispersion: float = 0.05, seed: int = 0) -> pd.Series:
    """Quiet hours with a daily and a weekly rhythm, negative binomial."""
    index = pd.date_range("2026-01-05", periods=days * 24, freq="h", tz="UTC")
    day = 1 + 0.6 * np.sin(2 * np.pi * (index.hour - 9) / 24)
    week = np.where(index.day_of_week >= 5, 0.7, 1.1)
    mean = rate * day * week
    size = 1 / dispersion
    counts = np.random.default_rng(seed).negative_binomial(size, size / (size + mean))
    return pd.Series(counts.astype(float), index)


def test_under_two_weeks_nothing_is_ordinary() -> None:
    assert bursts.fit_baseline(hours(13, 20)) is None


@pytest.mark.parametrize("rate", [2, 20, 500])
def test_band_holds_what_it_promises_on_quiet_data(rate: float) -> None:
    quiet = hours(90, rate, seed=int(rate))
    baseline = bursts.fit_baseline(quiet)
    assert baseline is not None
    low, high = baseline.band(0.99)
    inside = ((quiet >= low) & (quiet <= high)).mean()
    assert 0.98 <= inside <= 0.999


def test_past_burst_lifts_neither_level_nor_spread() -> None:
    quiet = hours(60, 20)
    loud = quiet.copy()
    loud.iloc[700:760] += 300 * 0.95 ** np.arange(60)
    clean, masked = bursts.fit_baseline(quiet), bursts.fit_baseline(loud)
    assert clean is not None
    assert masked is not None
    assert masked.masked.iloc[700:740].all()
    assert masked.expected.mean() == pytest.approx(clean.expected.mean(), rel=0.03)
    assert masked.dispersion == pytest.approx(clean.dispersion, abs=0.02)


def test_crisis_of_three_weeks_is_not_taken_for_a_trend() -> None:
    quiet = hours(56, 10)
    slow = quiet.copy()
    slow.iloc[-504:] += np.random.default_rng(1).poisson(np.minimum(np.arange(504) / 5, 30))
    baseline = bursts.fit_baseline(slow)
    assert baseline is not None
    assert baseline.expected.iloc[-504:].mean() == pytest.approx(quiet.iloc[-504:].mean(), rel=0.15)


def test_silence_is_a_gap_only_where_messages_were_due() -> None:
    counted = hours(40, 20)
    counted.iloc[500:530] = 0
    baseline = bursts.fit_baseline(counted)
    assert baseline is not None
    missing = coverage.silent_hours(counted, baseline.expected, baseline.dispersion)
    found = coverage.gaps(counted, missing)
    assert found == [(counted.index[500], counted.index[530])]
    rare = hours(40, 0.3)
    quiet = bursts.fit_baseline(rare)
    assert quiet is not None
    assert not coverage.silent_hours(rare, quiet.expected, quiet.dispersion).any()


def test_gap_does_not_lower_what_is_expected() -> None:
    counted = hours(40, 20)
    gap = np.zeros(len(counted), dtype=bool)
    gap[300:420] = True
    holed = counted.where(~gap, 0.0)
    whole, mended = bursts.fit_baseline(counted), bursts.fit_baseline(holed, missing=gap)
    assert whole is not None
    assert mended is not None
    assert mended.expected.mean() == pytest.approx(whole.expected.mean(), rel=0.05)


def test_a_campaign_in_the_plan_teaches_nothing() -> None:
    loud = hours(60, 20)
    loud.iloc[400:568] *= 1.4
    aside = np.zeros(len(loud), dtype=bool)
    aside[400:568] = True
    told, plain = bursts.fit_baseline(loud, aside=aside), bursts.fit_baseline(hours(60, 20))
    assert told is not None
    assert plain is not None
    assert told.expected.iloc[400:568].mean() == pytest.approx(plain.expected.iloc[400:568].mean(), rel=0.05)
