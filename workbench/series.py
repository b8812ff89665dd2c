"""Counts per bucket of time, on a grid without holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import duckdb

#: Buckets in minutes, with the mentions an hour from which on each is worth its price.
WIDEST = 10
BUCKETS = ((1, 6000.0), (5, 600.0))
#: Points of a chart: more can't be told apart on a screen. Steps between them, in minutes.
POINTS = 300
_STEPS = (1, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880)


def bucket(an_hour: float) -> int:
    """Minutes of a bucket that suit so many mentions an hour: as narrow as some fifty and more of them fill."""
    return next((minutes for minutes, least in BUCKETS if an_hour >= least), WIDEST)


def counts(
    connection: duckdb.DuckDBPyConnection,
    minutes: int,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    relation: str = "mentions",
) -> pd.Series:
    """Messages per bucket of `minutes` in `relation` (a view or table with `created_at`), from `since` to before
    `until`.

    The index is every bucket's start, UTC, multiples of `minutes` since 1970; a bucket without a message holds 0.
    Without bounds the archive's own first and last message set them. Empty when there is no message.
    """
    rows = connection.execute(
        f"""
        SELECT epoch(time_bucket(to_minutes($minutes), created_at, TIMESTAMPTZ '1970-01-01 00:00:00+00'))::BIGINT
                   AS bucket,
               count(*) AS mentions
        FROM {relation}
        WHERE ($since IS NULL OR created_at >= $since) AND ($until IS NULL OR created_at < $until)
        GROUP BY bucket ORDER BY bucket
        """,
        {"minutes": minutes, "since": since, "until": until},
    ).fetchnumpy()
    buckets, values = np.asarray(rows["bucket"], dtype="int64"), np.asarray(rows["mentions"], dtype="float64")
    step = minutes * 60
    if since is not None and until is not None:
        first, last = int(since.timestamp()) // step * step, (int(np.ceil(until.timestamp() / step)) - 1) * step
    elif len(buckets):
        first, last = int(buckets[0]), int(buckets[-1])
    else:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([], tz="UTC"))
    index = pd.to_datetime(np.arange(first, last + step, step), unit="s", utc=True)
    filled = np.zeros(len(index))
    filled[(buckets - first) // step] = values
    return pd.Series(filled, index=index)


def by_platform(
    connection: duckdb.DuckDBPyConnection,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    relation: str = "mentions",
) -> pd.DataFrame:
    """Messages of `relation` per bucket and platform, for a chart: bucket, platform, mentions; some POINTS buckets.

    Without bounds the relation's own first and last message set them. A bucket that holds none has no row.
    """
    if since is None or until is None:
        ((first, last),) = connection.execute(
            f"SELECT epoch_us(min(created_at)), epoch_us(max(created_at)) FROM {relation}"
        ).fetchall()
        since, until = (pd.Timestamp(micros or 0, unit="us", tz="UTC") for micros in (first, last))
    span = (until - since).total_seconds() / 60
    minutes = next((m for m in _STEPS if span / m <= POINTS), 10080)
    rows = connection.execute(
        f"""
        SELECT epoch_us(time_bucket(to_minutes($minutes), created_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS bucket,
               platform, count(*) AS mentions
        FROM {relation} WHERE created_at >= $since AND created_at <= $until GROUP BY ALL ORDER BY bucket, platform
        """,
        {"minutes": minutes, "since": since, "until": until},
    ).fetchall()
    table = pd.DataFrame(rows, columns=["bucket", "platform", "mentions"])
    table["bucket"] = pd.to_datetime(table["bucket"], unit="us", utc=True)
    return table
