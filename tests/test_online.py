from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from workbench import online


def counts(days: int = 30, rate: float = 2.0, seed: int = 0) -> NDArray[np.float64]:
    """Quiet buckets of five minutes with a daily rhythm."""
    hour = np.arange(days * 288) / 12 % 24
    return np.random.default_rng(seed).poisson(rate * (1 + 0.6 * np.sin(2 * np.pi * hour / 24))).astype(float)


@pytest.mark.parametrize("cut", [300, 2000, 5000, 8000])
def test_no_score_changes_when_later_rows_arrive(cut: int) -> None:
    series = counts()
    series[5900:5990] += 40
    assert online.scores(series, 5)[:cut].tolist() == online.scores(series[:cut], 5).tolist()


@pytest.mark.parametrize("rate", [0.05, 2.0, 400.0])
def test_quiet_time_rings_at_most_once_a_month(rate: float) -> None:
    rang = [int((online.scores(counts(30, rate, seed), 5) >= online.ALARM).sum()) for seed in range(4)]
    assert sum(rang) <= 4


@pytest.mark.parametrize("rate", [0.05, 2.0, 400.0])
def test_a_burst_rings_within_the_hour_and_once(rate: float) -> None:
    series = counts(30, rate)
    series[6000:6072] += max(20 * rate, 8)
    rang = np.flatnonzero(online.scores(series, 5)[5990:6130] >= online.ALARM) + 5990
    assert len(rang) == 1
    assert 6000 <= rang[0] <= 6012


def test_nothing_is_judged_on_the_first_day() -> None:
    series = counts(3)
    series[100:150] += 500
    assert (online.scores(series, 5)[:288] < online.ALARM).all()


def test_no_count_no_alarm() -> None:
    assert (online.scores(np.zeros(3000), 5) == 0).all()
