"""The parts of a topic: groups of its words that people use together, as they come and go.

Words are joined by how many of their messages they share, average linkage (Sokal & Michener 1958); a message belongs to
the group of whose words it holds most. No seed, no number of groups to choose, any script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import naming, own, unspaced, words
from workbench.episode import Episode
from workbench.facts import Subtopic
from workbench.on_topic import SAME_TEXT
from workbench.topic import Topic

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

#: Words that are grouped, each with evidence for the topic and in so many of its messages.
WORDS, LEAST_EVIDENCE, LEAST_SHARE = 60, 1.5, 0.01
#: Words are together when the rarer one's messages hold the other in this share, on average.
TOGETHER = 0.4
#: Groups shown, each with so many words and so large a share of the messages.
SHOWN, LEAST_WORDS, LEAST_PART = 6, 2, 0.03
#: Words that name a group; the parts of the crisis that tell whether it fades, and what may be left of its highest.
NAMING, PARTS, LEFT = 4, 10, 0.1


def find(
    connection: duckdb.DuckDBPyConnection, episode: Episode, since: pd.Timestamp
) -> tuple[list[Subtopic], pd.DataFrame]:
    """The sub-topics of the messages in `on_topic` from `since` to the end, the largest first, and their course.

    Needs the tables of `on_topic.mark`. The table: one row a part of the time and sub-topic: bucket, label, mentions.
    """
    until = episode.course.end or episode.until
    sample = words.read(
        connection, "created_at >= $since AND created_at <= $until", _span(since, until), own.OTHERS_ON_TOPIC
    )
    groups = _groups(sample, episode.topic, naming.spoken_small_words(connection))
    _mark(connection, groups, since, until)
    total = connection.execute(
        "SELECT count(*) FROM on_topic WHERE created_at >= $since AND created_at <= $until", _span(since, until)
    ).fetchall()[0][0]
    found = [one for number, group in enumerate(groups) if (one := _told(connection, number, group, total, episode))]
    found.sort(key=lambda one: (-one.mentions, one.label))
    shown = [one for one in found if one.share >= LEAST_PART][:SHOWN]
    return shown, _course(connection, groups, shown, since, until)


def _groups(sample: words.Sample, topic: Topic, small: frozenset[str]) -> list[list[str]]:
    """The topic's commoner words but `small`, grouped; a group's words by what they tell a reader, as in `topic`."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    names = pd.Index(sample.names.astype(str))
    counts = pd.Series(np.asarray(sample.matrix.sum(axis=0)).ravel(), names)
    weights = topic.weights
    if weights.empty:  # everything is on the topic: what is shown of it tells its words
        weights = pd.Series(LEAST_EVIDENCE, [piece for term in topic.terms["term"] for piece in unspaced.pieces(term)])
        weights = weights.groupby(level=0).max()
    telling = (weights.reindex(names).fillna(0.0) >= LEAST_EVIDENCE) & ~names.isin(small)
    kept = counts[telling & (counts >= max(LEAST_SHARE * sample.matrix.shape[0], 3))]
    kept = kept.sort_values(ascending=False, kind="stable").head(WORDS)
    if len(kept) < 2:
        return []
    held = sample.matrix[:, names.get_indexer(kept.index)]
    both = np.asarray((held.T @ held).todense(), dtype=float)
    number = kept.to_numpy(dtype=float)
    alike = both / np.minimum(number[:, None], number[None, :])
    apart: NDArray[np.float64] = 1 - np.clip(alike, 0, 1)
    np.fill_diagonal(apart, 0)
    telling_order = kept.to_numpy() * weights.reindex(kept.index).to_numpy() ** 2
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - TOGETHER, "distance")
    order = np.argsort(-telling_order, kind="stable")
    groups = [[str(kept.index[at]) for at in order if labels[at] == label] for label in sorted(set(labels))]
    return [group for group in groups if len(group) >= LEAST_WORDS]


def _mark(
    connection: duckdb.DuckDBPyConnection, groups: list[list[str]], since: pd.Timestamp, until: pd.Timestamp
) -> None:
    """Makes the temporary table `parted` (created_at, part): the group that each message holds most words of."""
    table = pd.DataFrame(
        [(word, number) for number, group in enumerate(groups) for word in group], columns=["word", "part"]
    ).astype({"word": "str", "part": "int64"})
    connection.register("grouped", table)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE parted AS
        WITH held AS (
            SELECT number, part, count(*) AS n
            FROM (SELECT rowid AS number, unnest(words) AS word FROM worded) JOIN grouped USING (word)
            GROUP BY number, part
        ), most AS (SELECT number, min_by(part, (-n, part)) AS part FROM held GROUP BY number),
        texts AS (SELECT title, text, part FROM worded w JOIN most ON w.rowid = number)
        SELECT created_at, part FROM on_topic m JOIN texts t ON {SAME_TEXT.format("m", "t")}
        WHERE created_at >= $since AND created_at <= $until
        """,
        _span(since, until),
    )
    connection.unregister("grouped")


def _told(
    connection: duckdb.DuckDBPyConnection, number: int, group: list[str], total: int, episode: Episode
) -> Subtopic | None:
    rows = connection.execute(
        "SELECT count(*), epoch_us(min(created_at)), epoch_us(max(created_at)) FROM parted WHERE part = $1", [number]
    ).fetchall()
    mentions, first, last = rows[0]
    if not mentions:
        return None
    peak = connection.execute(
        """
        SELECT epoch_us(date_trunc('hour', created_at)) AS hour, count(*) AS n FROM parted WHERE part = $1
        GROUP BY hour ORDER BY n DESC, hour LIMIT 1
        """,
        [number],
    ).fetchall()[0][0]
    times = [pd.Timestamp(micros, unit="us", tz="UTC").to_pydatetime() for micros in (first, peak, last)]
    return Subtopic(
        label=_label(group),
        terms=group,
        mentions=mentions,
        share=mentions / total,
        first_seen=times[0],
        peak=times[1],
        last_seen=times[2],
        fading=_fading(connection, number, episode),
    )


def _label(group: list[str]) -> str:
    return " · ".join(unspaced.chained(group)[:NAMING])


def _fading(connection: duckdb.DuckDBPyConnection, number: int, episode: Episode) -> bool | None:
    """Whether little of it was left in the last tenth of the crisis; None while the crisis runs."""
    since, until = episode.course.onset, episode.course.end
    if until is None:
        return None
    rows = connection.execute(
        f"""
        SELECT greatest(least(floor({PARTS} * (epoch(created_at) - epoch($since)) / $seconds), {PARTS - 1}), 0)::INT
               AS tenth, count(*) FROM parted WHERE part = $part GROUP BY tenth
        """,
        {"part": number, "since": since, "seconds": max((until - since).total_seconds(), 1.0)},
    ).fetchall()
    counts = dict(rows)
    return bool(counts.get(PARTS - 1, 0) < LEFT * max(counts.values(), default=0))


def _course(
    connection: duckdb.DuckDBPyConnection,
    groups: list[list[str]],
    shown: list[Subtopic],
    since: pd.Timestamp,
    until: pd.Timestamp,
) -> pd.DataFrame:
    hours = max((until - since).total_seconds() / 3600 / 100, 1 / 12)
    minutes = next((m for m in (5, 15, 30, 60, 180, 360, 720) if hours * 60 <= m), 1440)
    rows = connection.execute(
        """
        SELECT epoch_us(time_bucket(to_minutes($minutes), created_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS bucket,
               part, count(*) AS mentions FROM parted GROUP BY ALL ORDER BY bucket, part
        """,
        {"minutes": minutes},
    ).fetchall()
    labels = {one.label for one in shown}
    named = [(bucket, _label(groups[part]), mentions) for bucket, part, mentions in rows]
    table = pd.DataFrame([row for row in named if row[1] in labels], columns=["bucket", "label", "mentions"])
    table["bucket"] = pd.to_datetime(table["bucket"], unit="us", utc=True)
    return table


def _span(since: pd.Timestamp, until: pd.Timestamp) -> dict[str, object]:
    return {"since": since, "until": until}
