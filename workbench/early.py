"""The first messages that are surely on the topic of an episode: one of them may have begun it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pandas as pd

from workbench.episode import Episode
from workbench.topic import ENOUGH_EVIDENCE

if TYPE_CHECKING:
    import duckdb

#: Platform, id, author, time in microseconds since 1970, ours or not, evidence.
Candidate = tuple[str, str, str | None, int, bool, float]
#: Messages that are looked at.
CANDIDATES = 50
#: Evidence that leaves no doubt: in an archive of many matters a word or two reaches ENOUGH_EVIDENCE.
NO_DOUBT = 1.5 * ENOUGH_EVIDENCE
#: A message that none follows within this time began nothing.
LONE = pd.Timedelta(hours=12)
#: Words half as plain, taken up a tenth as often, as those of a later message that at least so many take up, are what
#: some say every day.
PLAIN, TAKEN_UP, LEAST_TAKEN_UP = 0.5, 0.1, 10


def read(connection: duckdb.DuckDBPyConnection, episode: Episode) -> tuple[list[Candidate], list[Candidate]]:
    """What was said before the origin and began nothing, and what was said from it on, each by time.

    Needs the tables `on_topic` and `own`, and leaves the temporary table `routine`: what the brand says in the same
    words on different days.
    """
    _mark_routine(connection)
    candidates = _first(connection, episode)
    taken_up = _taken_up(connection, candidates)
    # Before the peak, and no statement of ours on what others had said already.
    clear = [one for one in candidates if one[5] >= NO_DOUBT or one[4] or taken_up.get(one[:2], 0) >= LEAST_TAKEN_UP]
    if clear and clear[0][3] <= episode.course.peak.timestamp() * 1e6 and not clear[0][4]:
        candidates = clear
    return _followed(_without_everyday(candidates, taken_up, episode.course.onset))


def _taken_up(connection: duckdb.DuckDBPyConnection, candidates: list[Candidate]) -> dict[tuple[str, str], int]:
    """How many messages on the topic answer, quote or repost each of `candidates`, by its platform and id."""
    rows = connection.execute(
        "SELECT platform, parent_id, count(*) FROM on_topic WHERE parent_id IN (SELECT unnest($1)) GROUP BY ALL",
        [[one[1] for one in candidates]],
    ).fetchall()
    return {(place, key): count for place, key, count in rows}


def _mark_routine(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary table `routine`: what the brand says in the same words on different days."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE routine AS SELECT text FROM own WHERE kind <> 'repost' AND text IS NOT NULL
        GROUP BY text HAVING max(created_at) - min(created_at) > INTERVAL 1 DAY
        """
    )


def _first(connection: duckdb.DuckDBPyConnection, episode: Episode) -> list[Candidate]:
    """The first messages that are surely on the topic.

    Not what the brand tells single customers, which sounds alike all year, nor a post of its own that nobody on the
    topic takes up. The fore-runners begin where the course says; a lone message on similar words days earlier is none.
    """
    return connection.execute(
        """
        SELECT t.platform, t.id, t.author, epoch_us(t.created_at), o.id IS NOT NULL, t.score
        FROM on_topic t LEFT JOIN own o ON o.platform = t.platform AND o.id = t.id
        WHERE t.score > $evidence AND t.created_at >= $since AND (
            o.id IS NULL OR o.kind NOT IN ('reply', 'comment') AND o.text NOT IN (FROM routine) AND (
                SELECT count(*) FROM on_topic r ANTI JOIN own USING (platform, id)
                WHERE r.platform = t.platform AND r.parent_id = t.id) >= 2)
        ORDER BY t.created_at, t.platform, t.id LIMIT $some
        """,
        {"evidence": _surely(episode), "since": episode.course.onset_interval[0], "some": CANDIDATES},
    ).fetchall()


def _followed(candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The first of `candidates` that nobody took up within LONE, and the others from the origin on.

    Similar words said days before began nothing. A post of the brand's own did, once it is among them.
    """
    for place, (one, after) in enumerate(itertools.pairwise(candidates)):
        if one[4] or after[3] - one[3] < LONE / pd.Timedelta(microseconds=1):
            return candidates[:place], candidates[place:]
    return [], candidates


def _without_everyday(
    candidates: list[Candidate], taken: dict[tuple[str, str], int], onset: pd.Timestamp
) -> list[Candidate]:
    """`candidates` less the first whose words hardly tell of the topic, where one that many take up began it."""
    early = [(taken.get(one[:2], 0), -place) for place, one in enumerate(candidates) if _by_others(one, onset)]
    most, place = max(early, default=(0, 0))
    if most < LEAST_TAKEN_UP:
        return candidates
    start = candidates[-place]
    return [
        one
        for at, one in enumerate(candidates)
        if at >= -place or one[4] or one[5] > PLAIN * start[5] or taken.get(one[:2], 0) > TAKEN_UP * most
    ]


def _by_others(one: Candidate, until: pd.Timestamp) -> bool:
    return not one[4] and one[3] <= until.timestamp() * 1e6


def _surely(episode: Episode) -> float:
    """Evidence from which a message is surely on the topic; any, where everything is (`topic.EVERYTHING`)."""
    return min(episode.topic.threshold, ENOUGH_EVIDENCE) if episode.topic.threshold < 0 else ENOUGH_EVIDENCE
