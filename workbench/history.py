"""An archive's ordinary time: hourly counts, what they should be, and the hours nobody collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import bursts, coverage, series
from workbench.baseline import MIN_DAYS, Baseline
from workbench.languages import key
from workbench.phrase import duration
from workbench.plan import Plan
from workbench.queries import Change

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class History:
    """`hourly`: mentions an hour (UTC index). `baseline`: None where there is too little to learn it from, and then
    `unknown` says why. `gaps`: stretches without collection. `last`: the last message's time. `changes` of the query
    are where a level of its own begins. `sampled`: of how many of its days it holds messages, where days were sampled.
    """

    hourly: pd.Series
    baseline: Baseline | None
    gaps: list[tuple[pd.Timestamp, pd.Timestamp]]
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    changes: tuple[Change, ...] = ()
    sampled: tuple[int, int] | None = None

    @property
    def bucket(self) -> int:
        """Minutes of a bucket that suit the volume of an ordinary hour."""
        return series.bucket(float(self.baseline.expected.median())) if self.baseline is not None else series.WIDEST

    def level_around(self, change: Change) -> tuple[float, float] | None:
        """What is expected an hour in the week before and after a change of the query; None without a baseline."""
        if self.baseline is None:
            return None
        week, at = pd.Timedelta(days=7), pd.Timestamp(change.at).floor("h")
        hour, expected = pd.Timedelta(hours=1), self.baseline.expected
        before, after = expected[at - week : at - hour], expected[at : at + week - hour]
        return (float(before.mean()), float(after.mean())) if len(before) and len(after) else None

    @property
    def unknown(self) -> str | None:
        """Why nothing can be called out of the ordinary, or None."""
        if self.baseline is not None:
            return None
        if self.first is None or self.last is None:
            return key("the archive holds no message")
        if self.sampled:
            held, days = self.sampled
            return key(
                "the archive holds messages of {n} of {days} days: a sample of days does not tell what is ordinary"
            ).format(n=f"{held:,}", days=f"{days:,}")
        return key(
            "what is ordinary can't be told from {held} of messages: load at least {least} (some of them before the"
            " crisis)"
        ).format(held=duration(len(self.hourly) * 60), least=duration(MIN_DAYS * 1440))

    def warnings(self) -> list[str]:
        """What whoever collects should know, a line each: time without a message, and changes of the query."""
        lines = []
        for start, stop in self.gaps:
            due = self.baseline.expected[start : stop - pd.Timedelta(hours=1)].sum() if self.baseline else 0.0
            expected = f", where {due:,.0f} mentions were to be expected" if due >= 0.5 else ""
            lines.append(
                f"nothing was collected from {start:%Y-%m-%d %H:%M} to {stop:%Y-%m-%d %H:%M} UTC{expected}: check the"
                " collector"
            )
        for change in self.changes:
            level, at = self.level_around(change), pd.Timestamp(change.at)
            what = f": {level[0]:.3g} an hour before and {level[1]:.3g} after are ordinary" if level else ""
            lines.append(f"another query was collected from {at:%Y-%m-%d %H:%M} UTC on{what}")
        return lines

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


def read(connection: duckdb.DuckDBPyConnection, plan: Plan | None = None, changes: Sequence[Change] = ()) -> History:
    """The history of the relation `mentions` of `connection`; the `plan` says where the day turns, and what days are
    special, the `changes` where the query was another.
    """
    hourly = series.counts(connection, 60)
    first, last = _bounds(connection)
    if sampled := coverage.sampled_days(hourly):
        return History(hourly, None, [], first, last, tuple(changes), sampled)
    timezone = plan.timezone if plan else "UTC"
    aside = _special(pd.DatetimeIndex(hourly.index), plan) if plan else None
    breaks = [pd.Timestamp(change.at) for change in changes]
    baseline = bursts.fit_baseline(hourly, timezone, None, aside, breaks)
    missing = np.asarray(coverage.unseen_hours(connection, pd.DatetimeIndex(hourly.index)), dtype=bool)
    if baseline is not None:
        missing |= coverage.silent_hours(hourly, baseline.expected, baseline.dispersion)
    if missing.any():
        baseline = bursts.fit_baseline(hourly, timezone, missing, aside, breaks)
    return History(hourly, baseline, coverage.gaps(hourly, missing), first, last, tuple(changes))


def _special(hours: pd.DatetimeIndex, plan: Plan) -> NDArray[np.bool_]:
    """The hours of the plan's holidays and campaigns, of which an ordinary day's count says nothing."""
    local, holidays = hours.tz_convert(plan.timezone), set(plan.holidays)
    special = np.array([day in holidays for day in local.date], dtype=bool)
    for campaign in plan.campaigns:
        special |= (hours >= pd.Timestamp(campaign.from_)) & (hours <= pd.Timestamp(campaign.until))
    return np.asarray(special)


def _bounds(connection: duckdb.DuckDBPyConnection) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    micros = connection.execute("SELECT epoch_us(min(created_at)), epoch_us(max(created_at)) FROM mentions").fetchall()[
        0
    ]
    first, last = (None if moment is None else pd.Timestamp(moment, unit="us", tz="UTC") for moment in micros)
    return first, last
