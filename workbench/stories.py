"""Stories: messages that say the same in nearly the same words, so that content is counted apart from sharing.

Reposts, copies and slightly changed copies of one text are one story (see `resemblance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench import resemblance
from workbench.facts import Stories, Story

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

#: A text with fewer letters than this says too little to be a copy of anything but itself.
LEAST_LETTERS = 20
#: Distinct texts that are compared with each other, the most repeated first: bounds the time.
COMPARED = 100_000
#: Letters of a message that are read: what it is about stands at its beginning.
READ = 600
#: Stories shown.
SHOWN = 10

#: A message's words alone: no links, handles, signs or accents, in lower case.
PLAIN_SQL = r"""
trim(regexp_replace(strip_accents(lower(regexp_replace(concat_ws(' ', title, text),
    '(https?://|www\.)\S+|[@＠][\w.]+|^RT ', ' ', 'g'))), '[^\p{L}\p{M}\p{N}]+', ' ', 'g'))
"""


def mark(connection: duckdb.DuckDBPyConnection, since: pd.Timestamp, until: pd.Timestamp) -> None:
    """Makes the temporary tables `wording` and `told` of what others than the brand said in `on_topic`.

    `wording`: one row a distinct text: wording (its number), plain (see PLAIN_SQL), lang, copies, story (the number of
    its most repeated wording). `told`: platform, id, created_at, author (one string), repost, wording, story of every
    message with a text in [since, until].
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE said AS
        SELECT platform, id, created_at, platform || ' ' || coalesce(author_id, author) AS author,
               kind = 'repost' AS repost, lang, left({PLAIN_SQL}, {READ}) AS plain
        FROM on_topic ANTI JOIN own USING (platform, id) WHERE created_at >= $since AND created_at <= $until
        """,
        {"since": since, "until": until},
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE wording AS
        SELECT row_number() OVER (ORDER BY count(*) DESC, min(created_at), plain) - 1 AS wording, plain,
               min(lang) AS lang, count(*) AS copies
        FROM said WHERE plain <> '' GROUP BY plain
        """
    )
    count = connection.execute("SELECT count(*) FROM wording").fetchall()[0][0]
    compared = f"(FROM wording WHERE wording < {COMPARED} AND len(plain) >= {LEAST_LETTERS})"
    pairs = resemblance.pairs(connection, compared, min(count, COMPARED))
    connection.register("joined", pd.DataFrame({"wording": np.arange(count), "story": _together(count, pairs)}))
    connection.execute("CREATE OR REPLACE TEMP TABLE wording AS SELECT * FROM wording JOIN joined USING (wording)")
    connection.unregister("joined")
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT s.* EXCLUDE (lang, plain), w.wording, w.story FROM said s JOIN wording w USING (plain)
        """
    )
    connection.execute("DROP TABLE said")


def _together(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each of `count` wordings, the lowest number among those that `pairs` join it with."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    groups = connected_components(links, directed=False)[1] if count else np.array([], dtype=np.int64)
    return pd.Series(np.arange(count)).groupby(groups).transform("min").to_numpy(dtype=np.int64)


def largest(connection: duckdb.DuckDBPyConnection) -> Stories:
    """How many stories the messages in `told` tell, and the largest of those that more than one message tells."""
    messages, count = connection.execute("SELECT count(*), count(DISTINCT story) FROM told").fetchall()[0]
    rows = connection.execute(
        f"""
        SELECT min_by(id, (created_at, platform, id)), count(*) AS mentions, count(*) FILTER (repost),
               count(DISTINCT wording), count(DISTINCT author), epoch_us(min(created_at)) AS first,
               epoch_us(max(created_at)), list_sort(list_distinct(list(platform)))
        FROM told GROUP BY story HAVING count(*) > 1 ORDER BY mentions DESC, first, story LIMIT {SHOWN}
        """
    ).fetchall()
    stories = [
        Story(
            mention_id=key,
            mentions=mentions,
            reposts=reposts,
            wordings=wordings,
            authors=authors or None,
            first_seen=pd.Timestamp(first, unit="us", tz="UTC").to_pydatetime(),
            last_seen=pd.Timestamp(last, unit="us", tz="UTC").to_pydatetime(),
            platforms=platforms,
        )
        for key, mentions, reposts, wordings, authors, first, last, platforms in rows
    ]
    return Stories(messages=messages, stories=count, largest=stories)
