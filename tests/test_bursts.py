from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.test_baseline import hours
from workbench import bursts


def ten_minutes(hourly: pd.Series, seed: int = 5) -> pd.Series:
    """The same messages in buckets of ten minutes, each put at random within its hour."""
    chance = np.random.default_rng(seed)
    parts = [chance.multinomial(int(count), [1 / 6] * 6) for count in hourly]
    index = pd.date_range(hourly.index[0], periods=6 * len(hourly), freq="10min")
    return pd.Series(np.concatenate(parts).astype(float), index)


@pytest.mark.parametrize("seed", range(5))
def test_quiet_time_rings_no_bell(seed: int) -> None:
    quiet = hours(60, 15, seed=seed)
    baseline = bursts.fit_baseline(quiet)
    assert baseline is not None
    assert bursts.find(ten_minutes(quiet), baseline, 10) == []


@pytest.mark.parametrize(
    ("length", "added"), [(1, 60), (12, 15), (72, 8), (240, 8)], ids=["an hour", "half a day", "three days", "ten days"]
)
def test_burst_is_found_at_its_own_scale(length: int, added: int) -> None:
    quiet = hours(60, 10, seed=3)
    loud = quiet.copy()
    loud.iloc[1000 : 1000 + length] += added
    baseline = bursts.fit_baseline(loud)
    assert baseline is not None
    found = bursts.find(ten_minutes(loud), baseline, 10)
    assert len(found) == 1
    start, stop = loud.index[1000], loud.index[1000 + length]
    slack = pd.Timedelta(hours=max(3, length / 3))
    assert abs(found[0].start - start) <= slack
    assert abs(found[0].stop - stop) <= slack
    assert found[0].excess == pytest.approx(length * added, rel=0.35)


def test_two_bursts_days_apart_stay_two() -> None:
    loud = hours(60, 10, seed=4)
    loud.iloc[600:606] += 60
    loud.iloc[700:706] += 60
    baseline = bursts.fit_baseline(loud)
    assert baseline is not None
    assert len(bursts.find(ten_minutes(loud), baseline, 10)) == 2
