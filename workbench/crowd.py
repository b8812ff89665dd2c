"""Who took part: few or many, and people who never wrote of the brand before or always did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.facts import Concentration, Newcomers, Reach

if TYPE_CHECKING:
    import duckdb

#: The busiest authors whose share is told.
BUSIEST = 10
#: Time before a crisis that has to be known to call anybody new, and whose authors are the usual ones.
KNOWN_BEFORE, USUAL = pd.Timedelta(days=14), pd.Timedelta(days=7)
#: When who stayed is counted: from this time after the end on, for so long.
LATER, STAYING, LEAST_AFTER = pd.Timedelta(days=1), pd.Timedelta(days=30), pd.Timedelta(days=7)


def concentration(
    connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp
) -> Concentration | None:
    """How evenly the messages on the topic spread over their authors, the brand's own left out; None without any."""
    counts = np.sort(
        connection.execute(
            """
            SELECT count(*) AS n FROM on_topic ANTI JOIN own USING (platform, id)
            WHERE coalesce(author_id, author) IS NOT NULL AND created_at >= $since AND created_at <= $until
            GROUP BY platform, coalesce(author_id, author)
            """,
            {"since": since, "until": until},
        ).fetchnumpy()["n"]
    ).astype(float)
    if not len(counts):
        return None
    number, total = len(counts), counts.sum()
    gini = float(2 * (np.arange(1, number + 1) @ counts) / (number * total) - (number + 1) / number)
    return Concentration(authors=number, gini=max(gini, 0.0), top10_share=float(counts[-BUSIEST:].sum() / total))


def newcomers(
    connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp, running: bool
) -> Newcomers | None:
    """First-time and regular authors on the topic from `since` to `until`, and how many of either wrote again.

    As Lamba, Malik & Pfeffer (2015) compare a storm's people with those before and after it. None where the archive
    begins too shortly before, or names no authors. `running`: the crisis has no end yet, so nobody can have stayed.
    """
    first, last = (
        pd.Timestamp(micros or 0, unit="us", tz="UTC")
        for micros in connection.execute(
            "SELECT epoch_us(min(created_at)), epoch_us(max(created_at)) FROM mentions"
        ).fetchall()[0]
    )
    if since - first < KNOWN_BEFORE:
        return None
    new, regular, stayed, stayed_regulars = _took_part(connection, since, until)
    if not new + regular:
        return None
    seen = min(last - until - LATER, STAYING)
    told = not running and seen >= LEAST_AFTER
    return Newcomers(
        first_time=new,
        regular=regular,
        first_time_share=new / (new + regular),
        usual_share=_usually(connection, since),
        stayed=stayed / new if told and new else None,
        stayed_regulars=stayed_regulars / regular if told and regular else None,
        after_days=max(seen.total_seconds(), 0.0) / 86400 if not running else None,
    )


def _took_part(
    connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp
) -> tuple[int, int, int, int]:
    """New and regular authors on the topic, and how many of either wrote again."""
    bounds = {"since": since, "until": until, "later": until + LATER, "stop": until + LATER + STAYING}
    found: tuple[int, int, int, int] = connection.execute(
        """
        WITH person AS (
            SELECT platform, coalesce(author_id, author) AS who, min(created_at) AS first,
                   coalesce(bool_or(created_at > $later AND created_at <= $stop), false) AS later
            FROM mentions ANTI JOIN own USING (platform, id)
            WHERE coalesce(author_id, author) IS NOT NULL GROUP BY ALL
        ), taking AS (
            SELECT DISTINCT platform, coalesce(author_id, author) AS who
            FROM on_topic ANTI JOIN own USING (platform, id)
            WHERE created_at >= $since AND created_at <= $until
        )
        SELECT count(*) FILTER (first >= $since), count(*) FILTER (first < $since),
               count(*) FILTER (first >= $since AND later), count(*) FILTER (first < $since AND later)
        FROM person JOIN taking USING (platform, who)
        """,
        bounds,
    ).fetchall()[0]
    return found


def _usually(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp) -> float | None:
    """Of the authors of the week before, the share that had not been seen until then."""
    new, everybody = connection.execute(
        """
        WITH person AS (
            SELECT platform, coalesce(author_id, author) AS who, min(created_at) AS first,
                   bool_or(created_at >= $week) AS there
            FROM mentions ANTI JOIN own USING (platform, id)
            WHERE created_at < $since AND coalesce(author_id, author) IS NOT NULL GROUP BY ALL
        )
        SELECT count(*) FILTER (there AND first >= $week), count(*) FILTER (there) FROM person
        """,
        {"since": since, "week": since - USUAL},
    ).fetchall()[0]
    return new / everybody if everybody else None


def reach(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> Reach:
    """The audiences of those who wrote on the topic, each account once at its largest, the brand's own apart."""
    rows = connection.execute(
        """
        WITH writer AS (
            SELECT (platform, id) IN (SELECT (platform, id) FROM own) AS ours, platform,
                   coalesce(author_id, author) AS who, max(followers) AS followers
            FROM on_topic
            WHERE coalesce(author_id, author) IS NOT NULL AND created_at >= $since AND created_at <= $until
            GROUP BY ALL
        )
        SELECT ours, count(*), count(nullif(followers, 0)), sum(followers)::BIGINT FROM writer GROUP BY ours
        """,
        {"since": since, "until": until},
    ).fetchall()
    written = {ours: (accounts, known, followers) for ours, accounts, known, followers in rows}
    accounts, known, followers = written.get(False, (0, 0, None))
    ((views, viewed),) = connection.execute(
        """
        SELECT sum(views)::BIGINT, count(nullif(views, 0)) FROM on_topic ANTI JOIN own USING (platform, id)
        WHERE created_at >= $since AND created_at <= $until
        """,
        {"since": since, "until": until},
    ).fetchall()
    # An export without audiences may hold zeros in their place.
    return Reach(
        followers=followers or None,
        known=known,
        accounts=accounts,
        own=written.get(True, (0, 0, None))[2] or None,
        views=views or None,
        viewed=viewed,
    )
