"""Who carried it, and where: platforms in order, the pace of growth, the loudest voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.course import trend
from workbench.episode import Episode
from workbench.facts import Amplifier, PlatformSpread

if TYPE_CHECKING:
    import duckdb

AMPLIFIERS = 10
#: Points of a chart: more can't be told apart on a screen.
BUCKETS = 300


def platforms(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> list[PlatformSpread]:
    """Platforms by first appearance of the topic from `since` (the origin) to `until`, with lags behind the first."""
    rows = connection.execute(
        """
        SELECT platform, epoch_us(min(created_at)) AS first_seen, count(*) AS mentions
        FROM on_topic WHERE created_at >= $since AND created_at <= $until
        GROUP BY platform ORDER BY first_seen, platform
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [
        PlatformSpread(
            platform=platform,
            first_seen=pd.Timestamp(first, unit="us", tz="UTC").to_pydatetime(),
            lag_minutes=(first - rows[0][1]) / 60e6,
            mentions=mentions,
        )
        for platform, first, mentions in rows
    ]


def amplifiers(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> list[Amplifier]:
    """The ten authors on the topic with the largest audiences, the brand's own accounts left out."""
    rows = connection.execute(
        f"""
        SELECT author, count(*) AS mentions, max(followers) AS reach
        FROM on_topic ANTI JOIN own USING (platform, id)
        WHERE author IS NOT NULL AND followers IS NOT NULL AND created_at >= $since AND created_at <= $until
        GROUP BY platform, author ORDER BY reach DESC, mentions DESC, author LIMIT {AMPLIFIERS}
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [Amplifier(author=author, mentions=mentions, reach=reach) for author, mentions, reach in rows]


def by_platform(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """On-topic mentions per bucket and platform: bucket, platform, mentions; at most BUCKETS buckets."""
    span = (until - since).total_seconds() / 60
    minutes = next((m for m in (1, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440) if span / m <= BUCKETS), 10080)
    rows = connection.execute(
        """
        SELECT epoch_us(time_bucket(to_minutes($minutes), created_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS bucket,
               platform, count(*) AS mentions
        FROM on_topic WHERE created_at >= $since AND created_at <= $until GROUP BY ALL ORDER BY bucket, platform
        """,
        {"minutes": minutes, "since": since, "until": until},
    ).fetchall()
    table = pd.DataFrame(rows, columns=["bucket", "platform", "mentions"])
    table["bucket"] = pd.to_datetime(table["bucket"], unit="us", utc=True)
    return table


def doubling_minutes(episode: Episode, counts: pd.Series) -> float | None:
    """Minutes in which the topic doubled on its way from a tenth of the peak's rate to nine tenths.

    `counts`: on-topic messages a minute. None when that way is too short or too thin to tell.
    """
    rate, peak = episode.course.rate, episode.course.peak
    top = float(rate.max())
    climb = rate.index[(rate.index <= peak) & (rate <= 0.1 * top)]
    high = rate.index[(rate.index >= (climb[-1] if len(climb) else rate.index[0])) & (rate >= 0.9 * top)]
    if climb.empty or high.empty:
        return None
    way = counts[(counts.index >= climb[-1]) & (counts.index <= high[0])].to_numpy(dtype=float)
    found = trend(way, np.zeros(len(way)))
    if found is None or found[0] - 1.96 * found[1] <= 0:
        return None
    return float(np.log(2) / found[0])
