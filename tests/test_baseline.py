from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from workbench import baseline, bursts, coverage


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


#: What is said by hour of a working day and of a weekend, about the mean: two peaks that no wave fits.
WORKING = (2, 1, 1, 1, 1, 1, 3, 9, 15, 13, 11, 12, 16, 14, 11, 10, 11, 13, 16, 19, 22, 20, 12, 6)
WEEKEND = (4, 3, 2, 1, 1, 1, 1, 3, 6, 9, 12, 13, 13, 13, 13, 13, 13, 14, 15, 16, 17, 16, 12, 8)


def sharp_hours(days: int, rate: float, dispersion: float, growth: float = 0.0, seed: int = 0) -> pd.Series:
    """Quiet hours whose days have sharp peaks, which differ at weekends; `growth` is the whole trend's logarithm."""
    index = pd.date_range("2026-01-05", periods=days * 24, freq="h", tz="UTC")
    weekend = np.asarray(index.day_of_week >= 5)
    shape = np.where(weekend, 0.8, 1.1) * np.where(weekend, np.take(WEEKEND, index.hour), np.take(WORKING, index.hour))
    mean = rate * shape / shape.mean() * np.exp(growth * np.linspace(-0.5, 0.5, len(index)))
    chance = np.random.default_rng(seed)
    if dispersion:
        mean = mean * chance.gamma(1 / dispersion, dispersion, len(index))
    return pd.Series(chance.poisson(mean).astype(float), index)


@pytest.mark.parametrize("growth", [0.0, 0.5, -0.5])
@pytest.mark.parametrize("dispersion", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("rate", [2, 20, 500, 20_000])
def test_band_holds_what_it_promises_on_quiet_data(rate: float, dispersion: float, growth: float) -> None:
    held, masked = [], []
    for seed in range(3):
        quiet = sharp_hours(84, rate, dispersion, growth, seed)
        baseline = bursts.fit_baseline(quiet)
        assert baseline is not None
        low, high = baseline.band(0.99)
        held.append(((quiet >= low) & (quiet <= high)).mean())
        masked.append(baseline.masked.mean())
    # Chance moves the share by a thousandth.
    assert 0.98 <= np.mean(held) <= 0.998
    assert max(masked) <= 0.02


@pytest.mark.parametrize("days", [15, 28, 42])
@pytest.mark.parametrize("rate", [2, 500])
def test_few_weeks_of_a_sharp_rhythm_are_no_bursts(days: int, rate: float) -> None:
    quiet = sharp_hours(days, rate, 0.05)
    baseline = bursts.fit_baseline(quiet)
    assert baseline is not None
    assert baseline.masked.mean() <= 0.05
    low, high = baseline.band(0.99)
    assert ((quiet >= low) & (quiet <= high)).mean() >= 0.98


@pytest.mark.parametrize("factor", [3.0, 0.4])
def test_where_the_query_changed_a_level_of_its_own_begins(factor: float) -> None:
    changed = hours(70, 20)
    at = changed.index[40 * 24 + 7]
    changed[at:] = np.random.default_rng(2).poisson(changed[at:] * factor)
    told, untold = bursts.fit_baseline(changed, breaks=[at]), bursts.fit_baseline(changed)
    assert told is not None
    assert untold is not None
    assert told.expected[at:].mean() == pytest.approx(changed[at:].mean(), rel=0.05)
    assert told.expected[: at - pd.Timedelta(hours=1)].mean() == pytest.approx(20 * 0.98, rel=0.05)
    assert not told.masked.any()
    assert told.expected.iloc[42 * 24 + 8] / told.expected.iloc[35 * 24 + 8] == pytest.approx(factor, rel=0.1)


def test_a_crisis_right_after_a_change_of_the_query_is_still_one() -> None:
    changed = hours(70, 20)
    at = changed.index[56 * 24]
    changed[at:] *= 2
    changed.iloc[60 * 24 : 60 * 24 + 30] += 400
    baseline = bursts.fit_baseline(changed, breaks=[at])
    assert baseline is not None
    assert baseline.masked.iloc[60 * 24 : 60 * 24 + 30].all()
    assert baseline.expected[at:].mean() == pytest.approx(40 * 0.98, rel=0.1)


def test_a_few_days_after_a_change_stand_against_the_quieter_of_them() -> None:
    changed = hours(40, 20)
    at = changed.index[35 * 24]
    changed[at:] *= 2
    changed.iloc[37 * 24 : 38 * 24] *= 6
    baseline = bursts.fit_baseline(changed, breaks=[at])
    assert baseline is not None
    assert baseline.expected[at:].mean() == pytest.approx(40, rel=0.15)
    assert baseline.masked.iloc[37 * 24 : 38 * 24].all()


def test_no_day_is_whole_around_breaks_an_hour_apart() -> None:
    counted = hours(30, 20)
    near = [counted.index[400], counted.index[401], counted.index[401] + pd.Timedelta(minutes=20)]
    baseline = bursts.fit_baseline(counted, breaks=near)
    assert baseline is not None
    assert np.isfinite(baseline.expected).all()
    assert (baseline.expected > 0).all()


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


@pytest.mark.parametrize("rate", [2, 500, 20_000])
def test_the_season_is_the_poisson_regression_of_statsmodels(rate: float) -> None:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    quiet = sharp_hours(28, rate, 0.1)
    index = pd.DatetimeIndex(quiet.index)
    slots = np.asarray(index.day_of_week * 24 + index.hour)
    counted = np.asarray(np.bincount(slots, weights=quiet.to_numpy()), dtype=np.float64)
    exposure = np.full(168, 4.0 * rate)
    ours = baseline._poisson(counted, baseline._season(), exposure)
    theirs = GLM(counted, baseline._season(), family=Poisson(), exposure=exposure).fit().params
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_counts_without_any_spread_have_a_band() -> None:
    flat = pd.Series(7000.0, pd.date_range("2026-01-05", periods=24 * 20, freq="h", tz="UTC"))
    fitted = bursts.fit_baseline(flat)
    assert fitted is not None
    low, high = fitted.band()
    assert (low < 7000).all()
    assert (high > 7000).all()
    assert fitted.expected.to_numpy() == pytest.approx(np.full(len(flat), 7000.0), rel=0.01)


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_the_middle_of_what_is_known_is_numpys(share: float) -> None:
    chance = np.random.default_rng(0)
    rows = np.where(chance.random((50, 57)) < 0.4, np.nan, chance.random((50, 57)))
    rows[5], rows[6, 1:] = np.nan, np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = np.nanquantile(rows, share, axis=1)
    np.testing.assert_allclose(baseline._middle(rows, share), expected)
