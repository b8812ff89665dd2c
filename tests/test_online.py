from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.measured import left_out
from workbench import online


def counts(days: int = 30, rate: float = 2.0, seed: int = 0) -> NDArray[np.float64]:
    """Quiet buckets of five minutes with a daily rhythm."""
    hour = np.arange(days * 288) / 12 % 24
    return np.random.default_rng(seed).poisson(rate * (1 + 0.6 * np.sin(2 * np.pi * hour / 24))).astype(float)


@pytest.mark.parametrize(("minutes", "rate"), [(5, 0.05), (5, 2.0), (5, 400.0), (60, 20.0), (1, 3.0)])
def test_no_score_changes_when_later_rows_arrive(minutes: int, rate: float) -> None:
    series = counts(30, rate)
    series[5900:5990] += 20 * rate + 8
    whole = online.scores(series, minutes)
    chance = np.random.default_rng(4)
    for cut in [*chance.integers(2, len(series), 12), 5905, 5991, len(series) - 1]:
        assert online.scores(series[:cut], minutes).tolist() == whole[:cut].tolist()
        other = np.r_[series[:cut], chance.poisson(50 * rate + 100, 300)].astype(float)
        assert online.scores(other, minutes)[:cut].tolist() == whole[:cut].tolist()


def test_time_a_bucket_does_not_grow_with_the_series() -> None:
    def seconds(days: int) -> float:
        series, taken = counts(days), []
        for _ in range(3):
            started = time.process_time()
            online.scores(series, 5)
            taken.append(time.process_time() - started)
        return min(taken)

    assert seconds(160) < 16 * seconds(20)


def test_the_constants_that_the_benchmark_varies_are_the_detectors() -> None:
    usual = online.FADES_IN
    with left_out.constants(dict.fromkeys(left_out.GRID, 9.0)):
        assert online.FADES_IN == 9.0
    assert usual == online.FADES_IN


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
