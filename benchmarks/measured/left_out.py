"""Whether the online detector's constants transfer: each real series scored with those chosen on the other brands'.

A setting is chosen on the others' counts as they are, and on the same counts thinned and swollen: brands of other
sizes, whose windows are known. It must do well together with its neighbours, for a peak beside a cliff does not
transfer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured.real_counts import Marks, Real, marks, values
from benchmarks.peers import Counts
from workbench import online

#: Constants of the online detector, each with the factors by which it might have been another.
GRID: dict[str, tuple[float, ...]] = {"FADES_IN": (0.75, 1.0, 1.25), "TIMES_RARE": (0.875, 1.0, 1.125)}
#: Thresholds of the evidence, as factors of ENOUGH.
STEPS = tuple(0.96**step for step in range(6, -7, -1))
#: Neighbouring thresholds on each side that a setting is judged with.
NEIGHBOURS = 2
#: The counts as they are, then parts and multiples of them.
SIZES = (1.0, 0.5, 0.25, 4.0)
#: False alarms a week that a setting may ring, and the points that one more costs.
MOST_FALSE, COST = 0.3, 100.0


def leave_one_out(real: Real) -> tuple[Marks, dict[str, dict[str, float]]]:
    """Marks of the series, each scored with constants chosen on the other ones, and what was chosen for each."""
    settings = [
        {name: getattr(online, name) * factor for name, factor in zip(GRID, factors, strict=True)}
        for factors in itertools.product(*GRID.values())
    ]
    names = list(real.tables)
    found = [_evidence(real, setting) for setting in settings]
    # By setting, threshold, series, size: standard score times windows, false alarms a week, windows.
    results = np.array([[_results(real, one, online.ENOUGH * step) for step in STEPS] for one in found])
    chosen, held_out = {}, {}
    for place, left in enumerate(names):
        others = np.delete(results, place, axis=2)
        which, step = np.unravel_index(int(np.argmax(_worth(others))), (len(settings), len(STEPS)))
        enough = online.ENOUGH * STEPS[int(step)]
        chosen[left] = {**settings[int(which)], "ENOUGH": round(enough, 3)}
        held_out[left] = online.scored(found[int(which)][left][0], real.minutes, enough)
    return marks(real, held_out), chosen


def _worth(results: NDArray[np.float64]) -> NDArray[np.float64]:
    """How good each setting is at each threshold: score, less what rings too often; half the weight is on real size."""
    weight = np.array([0.5, *[0.5 / (len(SIZES) - 1)] * (len(SIZES) - 1)])
    score, false, windows = (results[..., part] @ weight for part in range(3))
    points, rate = score.sum(axis=2) / windows.sum(axis=2), false.mean(axis=2)
    return _with_neighbours(points) - COST * np.maximum(_with_neighbours(rate) - MOST_FALSE, 0)


def _with_neighbours(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each value and of those beside it in its row; an edge is its own neighbour."""
    wide = np.pad(table, ((0, 0), (NEIGHBOURS, NEIGHBOURS)), mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(wide, 2 * NEIGHBOURS + 1, axis=1).mean(axis=2))


def _evidence(real: Real, setting: dict[str, float]) -> dict[str, list[Counts]]:
    """By series, the evidence at each size."""
    with constants(setting):
        return {
            name: [online.evidence(_sized(values(table), size), real.minutes) for size in SIZES]
            for name, table in real.tables.items()
        }


def _sized(counts: Counts, size: float) -> Counts:
    """The counts of a brand so many times as large: drawn from them, with a fixed seed."""
    chance = np.random.default_rng(7)
    if size == 1:
        return counts
    if size < 1:
        return chance.binomial(counts.astype(np.int64), size).astype(np.float64)
    return chance.poisson(counts * size * chance.gamma(20, 1 / 20, len(counts))).astype(np.float64)


def _results(real: Real, found: dict[str, list[Counts]], enough: float) -> list[list[tuple[float, float, float]]]:
    rows = []
    for name, sizes in found.items():
        row = []
        for evidence in sizes:
            one = marks(real, {name: online.scored(evidence, real.minutes, enough)})
            row.append((one.standard * one.windows, one.false_a_week, float(one.windows)))
        rows.append(row)
    return rows


@contextmanager
def constants(setting: dict[str, Any]) -> Iterator[None]:
    """The online detector with other constants, for as long as the block lasts."""
    before = {name: getattr(online, name) for name in setting}
    try:
        for name, value in setting.items():
            setattr(online, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(online, name, value)
