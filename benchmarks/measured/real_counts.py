"""Real mention counts of the Numenta Anomaly Benchmark, scored by an outside scorer."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import peers
from benchmarks.measured.alarms import detectors
from benchmarks.peers import Counts
from workbench import bare_counts, online


@dataclass(frozen=True)
class Real:
    """The series with their windows, and the scorer (a module that the outside folder brings)."""

    scorer: ModuleType
    windows: dict[str, list[list[str]]]
    tables: dict[str, pd.DataFrame]

    @property
    def minutes(self) -> int:
        """Grain of the series."""
        return 5


@dataclass(frozen=True)
class Marks:
    """NAB's three scores at 0.5, the best standard score at any threshold, and the events at 0.5."""

    standard: float
    low_false: float
    low_missed: float
    best: float
    found: int
    windows: int
    false_a_week: float
    f1: float


def read(shared: Path) -> Real:
    """The series, windows and scorer in the folder `shared`."""
    folder = shared / "benchmarks"
    spec = importlib.util.spec_from_file_location("nab_score", folder / "nab_score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {folder}")
    scorer = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    sys.modules["nab_score"] = scorer
    spec.loader.exec_module(scorer)
    windows = json.loads((folder / "nab-dev" / "windows.json").read_text(encoding="utf-8"))
    tables = {name: bare_counts.read(folder / "nab-dev" / "data" / name) for name in windows}
    return Real(scorer, windows, tables)


def marks(real: Real, scores: dict[str, Counts]) -> Marks:
    """How the `scores` (by series) do on the series they are of."""
    series = [_scored(real, name, score) for name, score in scores.items()]
    sweeps = {profile: real.scorer.Sweep(series, profile) for profile in real.scorer.PROFILES}
    profiles = ("standard", "reward_low_FP_rate", "reward_low_FN_rate")
    standard, low_false, low_missed = (sweeps[profile].at(online.ALARM) for profile in profiles)
    happened = real.scorer.events(series, online.ALARM)
    return Marks(
        standard,
        low_false,
        low_missed,
        best=sweeps["standard"].best()[1],
        found=happened["detected"],
        windows=happened["windows"],
        false_a_week=happened["false_alarms_per_file_week"],
        f1=happened["f1"] or 0.0,
    )


def compare(real: Real) -> Iterator[tuple[str, bool, Marks]]:
    """Each detector's name, whether it is causal, and its marks; the peers' also with alarms said once."""
    for peer in detectors():
        plain = {name: peer.scores(values(table), real.minutes) for name, table in real.tables.items()}
        if peer.name.startswith("workbench"):
            plain = {name: bare_counts.scores(table, peer.name.split()[-1]) for name, table in real.tables.items()}
        yield peer.name, peer.causal, marks(real, plain)
        if not peer.name.startswith("workbench"):
            once = {name: peers.said_once(score, real.minutes) for name, score in plain.items()}
            yield f"{peer.name}, said once", peer.causal, marks(real, once)


def values(table: pd.DataFrame) -> Counts:
    """The counts of a series."""
    return np.asarray(table["value"].to_numpy(dtype=float), dtype=np.float64)


def _scored(real: Real, name: str, score: Counts) -> Any:
    moments = pd.DatetimeIndex(real.tables[name]["at"]).tz_localize(None).to_numpy("datetime64[ns]")
    windows = [real.scorer.rows_of(moments, start, end) for start, end in sorted(real.windows[name])]
    return real.scorer.Series(name, moments, score, windows, [])
