"""An archive's ordinary time: hourly counts, what they should be, and the hours nobody collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import bursts, coverage, series
from workbench.baseline import MIN_DAYS, Baseline

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class History:
    """`hourly`: mentions an hour (UTC index). `baseline`: None where there is too little to learn it from, and then
    `unknown` says why. `gaps`: stretches without collection. `last`: the last message's time.
    """

    hourly: pd.Series
    baseline: Baseline | None
    gaps: list[tuple[pd.Timestamp, pd.Timestamp]]
    first: pd.Timestamp | None
    last: pd.Timestamp | None

    @property
    def unknown(self) -> str | None:
        """Why nothing can be called out of the ordinary, or None."""
        if self.baseline is not None:
            return None
        if self.first is None or self.last is None:
            return "the archive holds no message"
        days = len(self.hourly) / 24
        return (
            f"what is ordinary can't be told from {days:.1f} days of messages: load at least {MIN_DAYS} days"
            " (some of them before the crisis)"
        )

    def calm_hours(self) -> pd.DatetimeIndex:
        """The hours outside every burst."""
        if self.baseline is None:
            return pd.DatetimeIndex([], tz="UTC")
        masked = self.baseline.masked
        return pd.DatetimeIndex(masked.index)[~masked.to_numpy()]

    def ordinary_hours(self, start: pd.Timestamp, stop: pd.Timestamp) -> pd.DatetimeIndex:
        """Calm hours well away from the burst [start, stop), whose fore-runners the nearer ones might hold."""
        calm = self.calm_hours()
        far = calm[(calm < start - pd.Timedelta(days=2)) | (calm > stop + pd.Timedelta(days=3))]
        return far if len(far) else calm


def read(connection: duckdb.DuckDBPyConnection, timezone: str = "UTC") -> History:
    """The history of the relation `mentions` of `connection`; `timezone` is where the brand's day turns."""
    hourly = series.counts(connection, 60)
    first, last = _bounds(connection)
    baseline = bursts.fit_baseline(hourly, timezone)
    missing = np.zeros(len(hourly), dtype=bool)
    if baseline is not None:
        missing = coverage.silent_hours(hourly, baseline.expected, baseline.dispersion)
    if missing.any():
        baseline = bursts.fit_baseline(hourly, timezone, missing)
    return History(hourly, baseline, coverage.gaps(hourly, missing), first, last)


def _bounds(connection: duckdb.DuckDBPyConnection) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    micros = connection.execute("SELECT epoch_us(min(created_at)), epoch_us(max(created_at)) FROM mentions").fetchall()[
        0
    ]
    first, last = (None if moment is None else pd.Timestamp(moment, unit="us", tz="UTC") for moment in micros)
    return first, last
