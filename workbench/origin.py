"""Where it began, as far as this archive can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.episode import Episode
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Origin:
    """The first message on the topic, and the id of the one that others answer, quote and repost most."""

    platform: str
    mention_id: str
    author: str | None
    at: pd.Timestamp
    owned: bool
    most_referenced: str | None


def find(connection: duckdb.DuckDBPyConnection, episode: Episode) -> Origin | None:
    """The origin of `episode`; needs the tables `on_topic` and `own`. None when no message is surely on the topic."""
    # The fore-runners begin where the course says; a lone message on similar words days earlier is none.
    rows = connection.execute(
        """
        SELECT t.platform, t.id, t.author, epoch_us(t.created_at), o.id IS NOT NULL
        FROM on_topic t LEFT JOIN own o ON o.platform = t.platform AND o.id = t.id
        WHERE t.score > $evidence AND t.created_at >= $since
        ORDER BY t.created_at, t.platform, t.id LIMIT 1
        """,
        {"evidence": ENOUGH_EVIDENCE, "since": episode.course.onset_interval[0]},
    ).fetchall()
    if not rows:
        return None
    platform, key, author, at, owned = rows[0]
    pointed = connection.execute(
        """
        SELECT parent_id FROM on_topic WHERE parent_id IS NOT NULL AND created_at >= $since AND created_at <= $until
        GROUP BY platform, parent_id HAVING count(*) >= 3 ORDER BY count(*) DESC, parent_id LIMIT 1
        """,
        {"since": pd.Timestamp(at, unit="us", tz="UTC"), "until": episode.course.end or episode.until},
    ).fetchall()
    return Origin(
        platform, key, author, pd.Timestamp(at, unit="us", tz="UTC"), owned, pointed[0][0] if pointed else None
    )
