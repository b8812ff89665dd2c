"""Which message the others point at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import duckdb


def most(
    connection: duckdb.DuckDBPyConnection, began: tuple[str, str], since: pd.Timestamp, until: pd.Timestamp
) -> tuple[str | None, int]:
    """The id that the most messages on the topic answer, quote or repost, and how many do; at least three.

    `began`: the origin's platform and id. Where the archive holds no such messages, the one that its platform says was
    shared and answered most.
    """
    rows = connection.execute(
        """
        WITH pointing AS (
            SELECT parent_id AS id, count(*) AS n FROM on_topic
            WHERE parent_id IS NOT NULL AND created_at >= $since AND created_at <= $until GROUP BY platform, parent_id
        ), counted AS (
            SELECT id, coalesce(reposts, 0) + coalesce(replies, 0) AS n FROM mentions
            WHERE (SELECT count(*) FROM pointing) = 0 AND created_at >= $since AND created_at <= $until
                AND (platform = $place AND id = $began OR (platform, id) IN (SELECT (platform, id) FROM on_topic))
        )
        SELECT id, n FROM (FROM pointing UNION ALL FROM counted) WHERE n >= 3 ORDER BY n DESC, id LIMIT 1
        """,
        {"since": since, "until": until, "place": began[0], "began": began[1]},
    ).fetchall()
    return rows[0] if rows else (None, 0)
