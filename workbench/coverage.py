"""What the archive cannot know: hours in which nothing was collected. A gap is never a quiet hour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import side_file

if TYPE_CHECKING:
    import duckdb

#: Silence is a gap when so many mentions were expected in it that chance would keep it this long once in 10^9 times.
MOST_EXPECTED = 20.7
#: Days apart that make a sample of days, at least.
STRETCHES = 3
#: Where it is kept, beside the archive.
FOLDER = "coverage"


def told(brand: str, data: Path) -> list[dict[str, Any]]:
    """What people noted of the archive of `brand`: entries with kind, platform, from, to and what."""
    return side_file.read(data / FOLDER / f"{brand}.told.json")


def silent_hours(hourly: pd.Series, expected: pd.Series, dispersion: float) -> NDArray[np.bool_]:
    """True for hours without a message in a silence too long to be chance under the baseline."""
    silent = hourly.to_numpy() == 0
    # Minus the logarithm of a negative binomial's chance of zero.
    surprise = np.log1p(dispersion * expected.to_numpy()) / dispersion
    runs = np.cumsum(np.r_[True, silent[1:] != silent[:-1]])
    total = np.bincount(runs, weights=surprise * silent)[runs]
    return np.asarray(silent & (total > MOST_EXPECTED))


def sampled_days(hourly: pd.Series) -> tuple[int, int] | None:
    """Of how many days (UTC) the archive holds messages, and of how many it could, where it is a sample of days.

    It is where half of the days or more hold none, in between others of so many messages that chance would leave none
    of them empty. None elsewhere: what is ordinary can be told from a sample of messages, not from one of days.
    """
    daily = hourly.resample("D").sum().to_numpy()
    held = daily > 0
    stretches = int(np.diff(np.r_[False, held, False].astype(int)).clip(0).sum())
    if stretches < STRETCHES or held.sum() > len(daily) / 2 or np.median(daily[held]) < MOST_EXPECTED:
        return None
    return int(held.sum()), len(daily)


def gaps(hourly: pd.Series, missing: NDArray[np.bool_]) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The stretches of `missing` hours as (from, to)."""
    edges = np.flatnonzero(np.diff(np.r_[False, missing, False].astype(int)))
    hour = pd.Timedelta(hours=1)
    return [(hourly.index[a], hourly.index[b - 1] + hour) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def unseen_hours(connection: duckdb.DuckDBPyConnection, hours: pd.DatetimeIndex) -> NDArray[np.bool_]:
    """True for those of `hours` that an export cut off at its limit has not reached.

    A collector that takes the newest so many messages of a day gives its last hours only, one that takes the oldest its
    first. A day counts as cut where the rate within the hours it holds, a hundredth of it at night, leaves no chance
    (as above) for the hours it lacks, the day's edge next to what it holds is reached, and its other edge is not.
    """
    unseen = np.zeros(len(hours), dtype=bool)
    for first, last in partial_days(connection):
        day = first.floor("D")
        missing = (hours >= day) & (hours < first.floor("h")) | (hours > last) & (hours < day + pd.Timedelta(days=1))
        unseen |= np.asarray(missing)
    return unseen


def partial_days(
    connection: duckdb.DuckDBPyConnection, relation: str = "mentions"
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last message of every UTC day of `relation` that an export holds only in part, in order of time.

    The archive's own first and last day are such only where whole days beside them show that days are cut.
    """
    rows = connection.execute(
        f"""select epoch_us(min(created_at)), epoch_us(max(created_at)), count(*) from {relation}
        group by time_bucket(interval 1 day, created_at, '1970-01-01 00:00:00+00'::timestamptz) order by 1"""
    ).fetchall()
    cut = [_is_cut(*row) for row in rows]
    inner = cut[1:-1]
    if not any(inner):
        return []
    return [(_stamp(first), _stamp(last)) for (first, last, _), is_cut in zip(rows, cut, strict=True) if is_cut]


def _stamp(micros: int) -> pd.Timestamp:
    return pd.Timestamp(micros, unit="us", tz="UTC")


def _is_cut(first: int, last: int, number: int) -> bool:
    hour, day = 3_600_000_000, 86_400_000_000
    before, after = first % day / hour, (day - 1 - last % day) / hour
    held = max((last - first) / hour, 0.5)
    reaches_edge = min(before, after) * number / held < MOST_EXPECTED and max(before, after) > 2
    return number >= 20 and reaches_edge and max(before, after) * number / held / 100 > MOST_EXPECTED
