"""Who carried it, and where: platforms in order, the pace of growth, the loudest voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.course import trend
from workbench.episode import Episode
from workbench.facts import Amplifier, LanguageShare, PlatformSpread

if TYPE_CHECKING:
    import duckdb

AMPLIFIERS = 10


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
    return _carriers(connection, since, until, "reach IS NOT NULL", "reach DESC, mentions DESC")


def sharers(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> list[Amplifier]:
    """The ten authors whose messages others on the topic answer, quote and repost most."""
    return _carriers(connection, since, until, "caused >= 3", "caused DESC, mentions DESC")


def _carriers(
    connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp, which: str, order: str
) -> list[Amplifier]:
    rows = connection.execute(
        f"""
        WITH theirs AS (
            SELECT platform, author, id, followers FROM on_topic ANTI JOIN own USING (platform, id)
            WHERE author IS NOT NULL AND created_at >= $since AND created_at <= $until
        ), pointed AS (
            SELECT platform, parent_id AS id, count(*) AS n FROM on_topic
            WHERE parent_id IS NOT NULL AND created_at >= $since AND created_at <= $until GROUP BY ALL
        )
        SELECT author, count(*) AS mentions, max(followers) AS reach, sum(coalesce(n, 0))::BIGINT AS caused
        FROM theirs LEFT JOIN pointed USING (platform, id)
        GROUP BY platform, author HAVING {which} ORDER BY {order}, author, platform LIMIT {AMPLIFIERS}
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [
        Amplifier(author=author, mentions=mentions, reach=reach, caused=caused)
        for author, mentions, reach, caused in rows
    ]


def languages(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> list[LanguageShare]:
    """The ten commonest languages on the topic; `und` is what could not be told."""
    rows = connection.execute(
        f"""
        SELECT coalesce(lang, 'und') AS lang, count(*) AS mentions, count(*) / sum(count(*)) OVER () AS share
        FROM on_topic WHERE created_at >= $since AND created_at <= $until
        GROUP BY coalesce(lang, 'und') ORDER BY mentions DESC, lang LIMIT {AMPLIFIERS}
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [LanguageShare(lang=lang, mentions=mentions, share=share) for lang, mentions, share in rows]


@dataclass(frozen=True)
class Growth:
    """Minutes in which the topic doubled on its way up, with the 95 % interval."""

    minutes: float
    low: float
    high: float

    @property
    def per_hour(self) -> float:
        """The factor by which it grew in an hour."""
        return float(2 ** min(60 / self.minutes, 50))


def growth(episode: Episode, counts: pd.Series) -> Growth | None:
    """How fast the topic grew on its way from a tenth of the peak's rate to nine tenths.

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
    slope, error, _ = found
    low, middle, high_end = (float(np.log(2) / s) for s in (slope + 1.96 * error, slope, slope - 1.96 * error))
    return Growth(middle, low, high_end)
