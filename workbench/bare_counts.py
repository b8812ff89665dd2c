"""The detector on bare counts: a file of `timestamp,value` in, a score for every row out."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import bursts, coverage, online
from workbench.baseline import seconds
from workbench.errors import WorkbenchError

#: Rows from whose steps the grain is told; the file's later ones must not change what was said before.
GRAIN_ROWS = 12
#: With hindsight an alarm is said where counts first look so many times the expected for sure (logarithm of the
#: likelihood ratio), no more than a day before it rang.
TIMES_EXPECTED, SURE, EARLIER = 3.0, 7.0, pd.Timedelta(days=1)
HOUR = pd.Timedelta(hours=1)
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

    `online` uses nothing later than the row; `retrospective` says each alarm where its burst began.
    """
    at, values = pd.DatetimeIndex(table["at"]), table["value"].to_numpy(dtype=float)
    minutes = max(round(float(np.median(np.diff(seconds(at[: GRAIN_ROWS + 1])))) / 60), 1)
    score = online.scores(values, minutes)
    score[:GRAIN_ROWS] = np.minimum(score[:GRAIN_ROWS], BELOW_ALARM)
    baseline = None if mode == "online" else bursts.fit_baseline(pd.Series(values, at).resample("h").sum())
    if baseline is None:
        return score
    expected = np.maximum(baseline.at(at, minutes), 1e-9)
    for rang in np.flatnonzero(score >= online.ALARM).tolist():
        first = int(at.searchsorted(at[rang] - EARLIER))
        began = first + _began(values[first : rang + 1], expected[first : rang + 1])
        score[began], score[began + 1 : rang + 1] = score[rang], BELOW_ALARM
    return score


def _began(counts: NDArray[np.float64], expected: NDArray[np.float64]) -> int:
    """The row at which the burst that is known to run at the last row is first sure: Page's cumulative sum (1954)."""
    gained = counts * np.log(TIMES_EXPECTED) - (TIMES_EXPECTED - 1) * expected
    total = np.cumsum(np.r_[0.0, gained])
    # The sum's last minimum is where it began to grow for good.
    start = len(total) - 1 - int(np.argmin(total[::-1]))
    sure = np.flatnonzero(total[start:] - total[start] >= SURE)
    return min(start + int(sure[0]) - 1 if len(sure) else len(counts) - 1, len(counts) - 1)


def silences(table: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp, float]]:
    """Silences of `table` too long to be chance, also the one it ends with: from, to, and the mentions that were due.

    They say more of the collector than of the brand. None where there is too little history to tell.
    """
    hourly = pd.Series(table["value"].to_numpy(dtype=float), pd.DatetimeIndex(table["at"])).resample("h").sum()
    baseline = bursts.fit_baseline(hourly)
    if baseline is None:
        return []
    silent = coverage.silent_hours(hourly, baseline.expected, baseline.dispersion)
    # What was due is told by the hours that were collected.
    expected = (bursts.fit_baseline(hourly, missing=silent) or baseline).expected
    return [(start, stop, float(expected[start : stop - HOUR].sum())) for start, stop in coverage.gaps(hourly, silent)]


def write(table: pd.DataFrame, score: NDArray[np.float64], out: Path) -> None:
    """`timestamp,value,anomaly_score` for every row of `table`, whole or not at all."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    rows = pd.DataFrame({"timestamp": table["timestamp"], "value": table["value"], "anomaly_score": np.round(score, 6)})
    try:
        rows.to_csv(part, index=False)
        part.replace(out)
    except OSError as error:
        raise WorkbenchError(f"{out} can't be written: {error.strerror}") from None
