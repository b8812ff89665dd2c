"""Which messages are on a topic: those whose words say so, and what reposts, quotes or answers them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.words import WORDS_SQL

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from workbench.topic import Topic

#: Steps from an answer to what it answers; beyond, a thread has usually wandered off.
STEPS = 3
#: Same text, whatever is null.
SAME_TEXT = "{0}.title IS NOT DISTINCT FROM {1}.title AND {0}.text IS NOT DISTINCT FROM {1}.text"


def mark(
    connection: duckdb.DuckDBPyConnection, topic: Topic, since: pd.Timestamp, until: pd.Timestamp, name: str = ""
) -> None:
    """Makes the temporary table `on_topic`: mentions of [since, until) on the topic, with their `score`.

    A message whose own words do not say so belongs to it when it reposts, quotes or answers one that does, STEPS deep.
    Its score is null. Beside it, `nearby`: all mentions of that time with their score; `worded`: each distinct title
    and text of them with its words. Before these names stands `name`. What is marked already is left as it is.
    """
    learnt = topic.weights.rename("weight").rename_axis("word").reset_index()
    told = f"{topic.threshold!r} {since} {until} {learnt.to_csv()}"
    key = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name}marked (key VARCHAR)")
    if connection.execute(f"FROM {name}marked").fetchall() == [(key,)]:
        return
    connection.execute(f"DELETE FROM {name}marked")
    bounds = {"since": since, "until": until}
    # Copies of a text are many in a crisis: its words are taken out of it once.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {name}worded AS
        SELECT title, text, {WORDS_SQL} AS words
        FROM (SELECT DISTINCT title, text FROM mentions WHERE created_at >= $since AND created_at < $until)
        """,
        bounds,
    )
    connection.register("topic_weights", learnt)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {name}nearby AS
        WITH weighed AS (
            SELECT number, sum(weight) AS score
            FROM (SELECT rowid AS number, unnest(words) AS word FROM {name}worded) JOIN topic_weights USING (word)
            GROUP BY number
        ), scored AS (SELECT title, text, score FROM {name}worded w JOIN weighed ON w.rowid = number)
        SELECT m.*, coalesce(s.score, 0) AS score
        FROM mentions m LEFT JOIN scored s ON {SAME_TEXT.format("m", "s")}
        WHERE m.created_at >= $since AND m.created_at < $until
        """,
        bounds,
    )
    connection.unregister("topic_weights")
    _gather(connection, name, topic.threshold)
    connection.execute(f"INSERT INTO {name}marked VALUES ($1)", [key])


def _gather(connection: duckdb.DuckDBPyConnection, name: str, threshold: float) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name}on_topic AS FROM {name}nearby WHERE score > $1", [threshold]
    )
    for _ in range(STEPS):
        more = connection.execute(
            f"""
            INSERT INTO {name}on_topic
            SELECT n.* EXCLUDE (score), NULL FROM {name}nearby n
            SEMI JOIN {name}on_topic t ON n.platform = t.platform AND n.parent_id = t.id
            ANTI JOIN {name}on_topic o ON n.platform = o.platform AND n.id = o.id
            WHERE NOT n.score > $1 AND n.parent_id IS NOT NULL
            """,
            [threshold],
        ).fetchall()
        if more == [(0,)]:
            break


def forget(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drops the tables that `mark` made under `name`: they hold whole messages."""
    for table in ("marked", "worded", "nearby", "on_topic"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}{table}")
