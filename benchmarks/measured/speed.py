"""Seconds that the detector takes on a year, on many series, and as a series grows; the yardstick decomposes."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import bursts, online, series

if TYPE_CHECKING:
    import duckdb

MINUTES, A_DAY = 5, 288
#: Mentions an hour of the year that is timed.
RATE = 60.0
RUNS = 3
#: Mentions an hour of brands from the smallest to the largest: 2 an hour to 100,000 a minute.
VOLUMES = (2.0, 20.0, 500.0, 20_000.0, 6_000_000.0)
LENGTHS = (30, 90, 180, 365, 730, 1096)


def year() -> dict[str, float]:
    """Seconds, best of three, for each step from a year of mentions (in DuckDB) to bursts and alarms, for all, and for
    statsmodels' STL of the same counts, with its jumps and plain (once: it takes half a minute).
    """
    import duckdb
    from statsmodels.tsa.seasonal import STL

    made = simulated(365, MINUTES, RATE)
    with duckdb.connect() as connection:
        _mentions(connection, made)
        steps = {"counts": _best(lambda: _counts(connection))}
        counts, hourly = _counts(connection)
    baseline = bursts.fit_baseline(hourly)
    if baseline is None:
        raise SystemExit("no baseline of a whole year")
    steps["baseline"] = _best(lambda: bursts.fit_baseline(hourly))
    steps["bursts"] = _best(lambda: bursts.find(counts, baseline, MINUTES))
    steps["online scores"] = _best(lambda: online.scores(counts.to_numpy(), MINUTES))
    steps["all of it"] = sum(steps.values())
    values, jump = counts.to_numpy(), A_DAY // 10
    steps["STL with jumps"] = _best(lambda: STL(values, period=A_DAY, trend_jump=jump, low_pass_jump=jump).fit())
    steps["STL"] = _best(lambda: STL(values, period=A_DAY).fit(), 1)
    return steps


def many(number: int) -> float:
    """Seconds for `number` series of 60 days, counted by the hour: baseline, bursts, alarms, in one process."""
    made = [simulated(60, 60, rate, seed) for seed, rate in enumerate(np.geomspace(1, 1000, number))]
    started = time.perf_counter()
    for counts in made:
        _searched(counts, 60)
    return time.perf_counter() - started


def volumes() -> dict[float, tuple[int, float, float, float]]:
    """By mentions an hour, on 60 days with a burst: minutes of the bucket, processor seconds for baseline, bursts and
    alarms, peak memory in MB (of this process so far), and minutes from the burst's begin to where it was found.
    """
    begins = pd.Timestamp("2023-01-02", tz="UTC") + pd.Timedelta(days=20)
    results = {}
    for rate in VOLUMES:
        hourly = simulated(60, 60, rate).median()
        minutes = series.bucket(float(hourly))
        counts = simulated(60, minutes, rate)
        started = time.process_time()
        baseline = bursts.fit_baseline(counts.resample("h").sum())
        if baseline is None:
            raise SystemExit("no baseline of 60 days")
        found = bursts.find(counts, baseline, minutes)
        online.scores(counts.to_numpy(), minutes)
        taken = time.process_time() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        late = [(one.start - begins).total_seconds() / 60 for one in found]
        results[rate] = minutes, taken, memory, min(late, key=abs, default=float("nan"))
    return results


def growth() -> tuple[dict[int, float], float]:
    """Seconds by length in days, best of three, and the slope of their logarithms."""
    taken = {}
    for days in LENGTHS:
        counts = simulated(days, MINUTES, RATE)
        taken[days] = _best(lambda counts=counts: _searched(counts, MINUTES))  # type: ignore[misc]
    slope = float(np.polyfit(np.log(list(taken)), np.log(list(taken.values())), 1)[0])
    return taken, slope


def simulated(days: int, minutes: int, rate: float, seed: int = 1) -> pd.Series:
    """Counts with a rhythm of day and week, over-dispersed, and a burst of a day every six weeks."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2023-01-02", periods=days * 1440 // minutes, freq=f"{minutes}min", tz="UTC")
    hours = np.arange(len(index)) * minutes / 60
    usual = rate * minutes / 60 * (1 + 0.6 * np.sin(2 * np.pi * hours / 24)) * np.where(hours % 168 < 120, 1.1, 0.75)
    since = (hours - 20 * 24) % (42 * 24)
    loud = np.where((since < 72) & (hours >= 20 * 24), 8 * np.exp(-since / 12), 0.0)
    return pd.Series(rng.poisson(usual * (1 + loud) * rng.gamma(10, 0.1, len(index))).astype(float), index)


def _searched(counts: pd.Series, minutes: int) -> None:
    baseline = bursts.fit_baseline(counts.resample("h").sum())
    if baseline is not None:
        bursts.find(counts, baseline, minutes)
    online.scores(counts.to_numpy(), minutes)


def _mentions(connection: duckdb.DuckDBPyConnection, counts: pd.Series) -> None:
    """The relation `mentions` with a time for each message that `counts` holds."""
    table = pd.DataFrame({"bucket": counts.index, "many": counts.astype("int64").to_numpy()})
    connection.register("made", table)
    connection.execute(
        "CREATE TABLE mentions AS SELECT bucket::TIMESTAMPTZ + to_seconds(nth * 300.0 / many) AS created_at"
        " FROM (SELECT bucket, many, unnest(range(many)) AS nth FROM made)"
    )


def _counts(connection: duckdb.DuckDBPyConnection) -> tuple[pd.Series, pd.Series]:
    return series.counts(connection, MINUTES), series.counts(connection, 60)


def _best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the quickest of `runs`."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
