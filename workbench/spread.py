"""Who carried it, and where: platforms in order, the pace of growth, the loudest voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.course import under_bell
from workbench.episode import Episode
from workbench.facts import Amplifier, LanguageShare, PlatformSpread

if TYPE_CHECKING:
    import duckdb

Numbers = NDArray[np.float64]
AMPLIFIERS = 10
#: The way up, in parts of the peak's rate over the usual: near the top nobody can tell a rise from chance.
FROM, UP_TO = 0.1, 0.5
#: The bells under which the peak is looked for, in minutes, and the messages under the narrowest that is enough.
WIDTHS, AT_TOP = (1, 2, 4, 8, 15, 30, 60), 100
#: Draws that the interval rests on, and the part of them that must tell a pace.
DRAWS, TOLD = 100, 0.9


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
        SELECT author, platform, count(*) AS mentions, max(followers) AS reach, sum(coalesce(n, 0))::BIGINT AS caused
        FROM theirs LEFT JOIN pointed USING (platform, id)
        GROUP BY platform, author HAVING {which} ORDER BY {order}, author, platform LIMIT {AMPLIFIERS}
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [
        Amplifier(author=author, platform=platform, mentions=mentions, reach=reach, caused=caused)
        for author, platform, mentions, reach, caused in rows
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
    """Minutes in which the topic doubled on its way up, on average, with the 95 % interval."""

    minutes: float
    low: float
    high: float

    @property
    def per_hour(self) -> float:
        """The factor by which it grew in an hour."""
        return float(2 ** min(60 / self.minutes, 50))


def growth(episode: Episode, counts: pd.Series) -> Growth | None:
    """How fast the topic grew on its way from a tenth of the peak's rate to half of it.

    `counts`: on-topic messages a minute. The rate on the way up is the one that never falls and fits the counts best
    (isotonic regression: Barlow et al. 1972), whatever the shape of the rise; the interval is that of counts drawn from
    it (parametric bootstrap: Efron & Tibshirani 1993, ch. 13). None when that way is too short or too thin to tell.
    """
    curve = episode.course
    before = counts[: curve.end] if curve.end is not None else counts
    if before.sum() < AT_TOP:
        return None
    minutely = before.to_numpy(dtype=float)
    width = next((one for one in WIDTHS if _bell(minutely, one).max() * under_bell(one) >= AT_TOP), WIDTHS[-1])
    # What rises slowly is counted in wider buckets.
    step = max(width // 4, 1)
    seen = np.add.reduceat(minutely, np.arange(0, len(minutely), step))
    bell, usual = width / step, episode.usual / 60 * step
    rise = _rise(seen, bell, usual)
    if rise is None:
        return None
    chance = np.random.default_rng(7)
    drawn = [_rise(chance.poisson(rise[1]).astype(float), bell, usual) for _ in range(DRAWS)]
    doubled = [one[0] for one in drawn if one is not None]
    if len(doubled) < TOLD * DRAWS:
        return None
    low, high = (float(bound) for bound in np.quantile(doubled, [0.025, 0.975]))
    # Neither end of the way is known better than to the bucket.
    unsure = 1 / float(np.log2(UP_TO / FROM))
    low, high = max(min(low, rise[0]) - unsure, unsure / 2), max(high, rise[0]) + unsure
    return Growth(rise[0] * step, low * step, high * step)


def _rise(counts: Numbers, width: float, usual: float) -> tuple[float, Numbers] | None:
    """Buckets in which the rate doubled, on average, and the rate on the way up and after it.

    `usual`: what passes for the topic in a bucket anyway.
    """
    from scipy.optimize import isotonic_regression

    smooth = _bell(counts, width)
    peak = int(smooth.argmax())
    top = float(smooth[peak])
    risen = np.minimum(isotonic_regression(counts[: peak + 1]).x, top)
    high = int(np.searchsorted(risen, usual + UP_TO * (top - usual)))
    low = int(np.searchsorted(risen, usual + FROM * (top - usual), side="right")) - 1
    if low < 0 or high <= low:
        return None
    return (high - low) / float(np.log2(UP_TO / FROM)), np.concatenate([risen, smooth[peak + 1 :]])


def _bell(counts: Numbers, width: float) -> Numbers:
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(counts, width, mode="constant"))
