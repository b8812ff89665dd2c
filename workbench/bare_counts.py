"""The detector on bare counts: a file of `timestamp,value` in, a score for every row out."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import bursts, online
from workbench.baseline import seconds
from workbench.errors import WorkbenchError

#: With hindsight an alarm is said where its burst began, but no more than this much earlier.
EARLIER = pd.Timedelta(hours=6)
#: Where it rang then, it has been said by now.
BELOW_ALARM = 0.499


def read(file: Path) -> pd.DataFrame:
    """The rows of `file` in their order: timestamp (as written), at (UTC; a time without a zone is UTC), value.

    Raises WorkbenchError, naming the row, for what is no such file.
    """
    try:
        table = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise WorkbenchError(f"{file} can't be read as a table of counts: {str(error).splitlines()[0]}") from None
    if not {"timestamp", "value"} <= set(table.columns):
        raise WorkbenchError(f"{file} has the columns {', '.join(table.columns)}: counts need timestamp and value")
    at = pd.to_datetime(table["timestamp"], utc=True, format="ISO8601", errors="coerce")
    value = pd.to_numeric(table["value"], errors="coerce")
    bad = at.isna() | ~np.isfinite(value) | (value < 0)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        given = f"{table['timestamp'][row]},{table['value'][row]}"
        raise WorkbenchError(f"{file}, row {row + 2}: {given!r} is no time with a count of zero or more")
    if len(table) < 2 or not at.is_monotonic_increasing:
        raise WorkbenchError(f"{file} needs at least two rows, in order of time")
    return pd.DataFrame({"timestamp": table["timestamp"], "at": at, "value": value})


def scores(table: pd.DataFrame, mode: str) -> NDArray[np.float64]:
    """A score from 0 to 1 for each row of `table` (see `read`); 0.5 and above is an alarm, said once.

    `online` uses nothing later than the row; `retrospective` says the alarm where the burst that rang began.
    """
    minutes = max(round(float(np.median(np.diff(seconds(pd.DatetimeIndex(table["at"]))))) / 60), 1)
    score = online.scores(table["value"].to_numpy(dtype=float), minutes)
    if mode == "online":
        return score
    counts = pd.Series(table["value"].to_numpy(dtype=float), pd.DatetimeIndex(table["at"]))
    baseline = bursts.fit_baseline(counts.resample("h").sum())
    if baseline is None:
        return score
    rang = counts.index[score >= online.ALARM]
    for burst in bursts.find(counts.resample(f"{minutes}min").sum(), baseline, minutes):
        within = rang[(rang >= burst.start) & (rang < burst.stop)]
        if len(within):
            began = counts.index.searchsorted(max(burst.start, within[0] - EARLIER))
            first = counts.index.searchsorted(within[0])
            score[began], score[began + 1 : first + 1] = score[first], BELOW_ALARM
    return score


def write(table: pd.DataFrame, score: NDArray[np.float64], out: Path) -> None:
    """`timestamp,value,anomaly_score` for every row of `table`, whole or not at all."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    rows = pd.DataFrame({"timestamp": table["timestamp"], "value": table["value"], "anomaly_score": np.round(score, 6)})
    try:
        rows.to_csv(part, index=False)
        part.replace(out)
    except OSError as error:
        raise WorkbenchError(f"{out} can't be written: {error.strerror}") from None
