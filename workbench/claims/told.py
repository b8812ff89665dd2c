"""The claims of one crisis with their course: allegations, rumours and demands, and who spoke for the brand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import pandas as pd

from workbench import claims, naming
from workbench.cause import Heard
from workbench.claims import own_words
from workbench.episode import Episode
from workbench.facts import Addressed, Claim, Claims, Defence, Subtopic
from workbench.statement import Statement
from workbench.stories import PLAIN_SQL

if TYPE_CHECKING:
    import duckdb

Role = Literal["allegation", "rumour", "demand", "said"]
ROLES: dict[str, Role] = {
    **dict.fromkeys(claims.kinds("failure", "misdeed"), "allegation"),
    **dict.fromkeys(claims.kinds("demand"), "demand"),
    "falsehood": "rumour",
}
#: A claim is one when so many messages make it, and by so much, and by this factor, more than ordinarily do.
LEAST_MESSAGES, LEAST_MORE, LEAST_TIMES = 5, 0.02, 1.5
#: Words that tell what a claim is about; how much commoner they are in it than on the rest of the topic.
WORDS, COMMONER = 4, 1.3
#: The parts into which a crisis is cut to see whether a claim stopped, and what of the highest may be left.
PARTS, LEFT = 10, 0.1
_WORD = re.compile(r"\w+")


def find(
    connection: duckdb.DuckDBPyConnection,
    episode: Episode,
    heard: Heard,
    said: Sequence[Statement],
    parts: Sequence[Subtopic] = (),
) -> Claims:
    """The claims in `told`; needs the tables of `stories.mark`, `claims.mark`, `cause.listen` and `own.mark`.

    `said`: the brand's statements. One takes up a claim when it speaks of the same, in the claim's kind or its words.
    `parts`: those of the topic; where they are of no listed kind, they are claims in people's own words.
    """
    made = {
        kind: role
        for kind, role in ROLES.items()
        if heard.during[kind] >= heard.usual[kind] + LEAST_MORE
        and heard.during[kind] >= LEAST_TIMES * heard.usual[kind]
    }
    _mark_answers(connection, episode)
    words = _words(connection, episode, list(made))
    found = [_claim(connection, episode, said, kind, role, words.get(kind, [])) for kind, role in made.items()]
    found = [one.model_copy(update={"usual": heard.usual[one.kind]}) for one in found]
    for code, own in own_words.mark(connection, parts, list(made)).items():
        one = _claim(connection, episode, said, code, "said", own)
        if one.originals >= LEAST_MESSAGES and one.share >= LEAST_MORE:
            usual = own_words.usual(connection, code, own)
            found.append(one.model_copy(update={"kind": own_words.KIND, "usual": usual}))
    told = sorted((one for one in found if one.mentions >= LEAST_MESSAGES), key=lambda one: (-one.mentions, one.kind))
    return Claims(
        read_share=heard.read,
        claims=told,
        defenders=_defence(connection, heard, "defender"),
        praise=_defence(connection, heard, "praise"),
    )


def _claim(
    connection: duckdb.DuckDBPyConnection,
    episode: Episode,
    said: Sequence[Statement],
    kind: str,
    role: Role,
    words: list[str],
) -> Claim:
    mentions, originals, examples = claims.counted(connection, kind)
    *times, everything = connection.execute(
        """
        SELECT epoch_us(min(created_at)), epoch_us(max(created_at)), (SELECT greatest(count(*), 1) FROM told) FROM told
        SEMI JOIN (FROM claimed WHERE kind = $1) USING (wording)
        """,
        [kind],
    ).fetchall()[0]
    first, last = (pd.Timestamp(moment or 0, unit="us", tz="UTC") for moment in times)
    peak = connection.execute(
        """
        SELECT epoch_us(date_trunc('hour', created_at)) AS hour, count(*) AS mentions FROM told
        SEMI JOIN (FROM claimed WHERE kind = $1) USING (wording) GROUP BY hour ORDER BY mentions DESC, hour LIMIT 1
        """,
        [kind],
    ).fetchall()
    return Claim(
        role=role,
        kind=kind,
        words=words,
        mentions=mentions,
        originals=originals,
        share=mentions / everything,
        usual=0.0,
        first_seen=first.to_pydatetime(),
        peak=pd.Timestamp(peak[0][0] if peak else 0, unit="us", tz="UTC").to_pydatetime(),
        last_seen=last.to_pydatetime(),
        addressed=_addressed(connection, said, kind, words, first),
        stopped=_stopped(connection, episode, kind),
        examples=examples,
    )


def _mark_answers(connection: duckdb.DuckDBPyConnection, episode: Episode) -> None:
    """Makes the temporary table `taken_up` (created_at, id, kind): what the brand's own public messages claim."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE own_words AS
        SELECT id, created_at, lang, {PLAIN_SQL} AS plain FROM own
        WHERE created_at >= $since AND created_at <= $until AND kind <> 'repost' AND visibility = 'public'
        """,
        {"since": episode.course.onset_interval[0], "until": episode.course.end or episode.until},
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE taken_up (created_at TIMESTAMPTZ, id VARCHAR, kind VARCHAR)")
    claims.fill_languages(connection, "own_words")
    for lang in claims.spoken(connection, "own_words"):
        connection.execute(
            f"INSERT INTO taken_up SELECT created_at, id, unnest({claims.heard_sql(lang)}) FROM own_words"
            " WHERE lang = $1",
            [lang],
        )


def _addressed(
    connection: duckdb.DuckDBPyConnection, said: Sequence[Statement], kind: str, words: list[str], first: pd.Timestamp
) -> Addressed | None:
    """The brand's first message on the claim once it was made: what it said before cannot have taken it up."""
    rows = connection.execute(
        "SELECT id, epoch_us(created_at) FROM taken_up WHERE kind = $1 AND created_at >= $2"
        " ORDER BY created_at, id LIMIT 1",
        [kind, first],
    ).fetchall()
    taken_up = [(pd.Timestamp(micros, unit="us", tz="UTC"), key) for key, micros in rows]
    taken_up += [
        (one.at, one.mention_id)
        for one in said
        if one.at >= first and (one.type == kind or set(words) & set(_WORD.findall(one.text.lower())))
    ]
    if not taken_up:
        return None
    at, key = min(taken_up)
    return Addressed(mention_id=key, at=at.to_pydatetime(), minutes_after=(at - first).total_seconds() / 60)


def _stopped(connection: duckdb.DuckDBPyConnection, episode: Episode, kind: str) -> bool | None:
    """Whether little of the claim was left when the crisis ended; None while it runs."""
    since, until = episode.course.onset_interval[0], episode.course.end
    if until is None:
        return None
    rows = connection.execute(
        f"""
        SELECT least(floor({PARTS} * (epoch(created_at) - epoch($since)) / $seconds), {PARTS - 1})::INT AS part,
               count(*) FROM told SEMI JOIN (FROM claimed WHERE kind = $kind) USING (wording) GROUP BY part
        """,
        {"kind": kind, "since": since, "seconds": max((until - since).total_seconds(), 1.0)},
    ).fetchall()
    counts = dict(rows)
    return bool(counts.get(PARTS - 1, 0) < LEFT * max(counts.values(), default=0))


def _words(connection: duckdb.DuckDBPyConnection, episode: Episode, kinds: list[str]) -> dict[str, list[str]]:
    """The topic's terms that each kind's messages hold more often than the others on the topic do; no small words."""
    small = naming.spoken_small_words(connection)
    rows = connection.execute(
        f"""
        WITH term AS (SELECT unnest($terms::VARCHAR[]) AS term),
        folded AS (SELECT term, {PLAIN_SQL.replace("concat_ws(' ', title, text)", "term")} AS word FROM term),
        held AS (
            SELECT DISTINCT wording, term FROM (SELECT wording, unnest(string_split(plain, ' ')) AS word FROM wording)
            JOIN folded USING (word)
        ), whole AS (SELECT term, count(*) AS n FROM held GROUP BY term),
        part AS (SELECT kind, count(*) AS n FROM claimed GROUP BY kind)
        SELECT kind, term FROM (
            SELECT kind, term, count(*) AS n, count(*) / any_value(part.n) AS share,
                   any_value(whole.n) / (SELECT count(*) FROM wording) AS usual
            FROM held JOIN claimed USING (wording) JOIN whole USING (term) JOIN part USING (kind)
            WHERE kind IN (SELECT unnest($kinds::VARCHAR[])) GROUP BY kind, term
        ) WHERE share > {COMMONER} * usual AND n > 1 ORDER BY kind, n * ln(share / usual) DESC, term
        """,
        {"terms": [term for term in episode.topic.terms["term"] if term not in small], "kinds": kinds},
    ).fetchall()
    found: dict[str, list[str]] = {}
    for kind, term in rows:
        found.setdefault(kind, []).append(term)
    return {kind: terms[:WORDS] for kind, terms in found.items()}


def _defence(connection: duckdb.DuckDBPyConnection, heard: Heard, kind: str) -> Defence:
    mentions, originals, examples = claims.counted(connection, kind)
    authors, first = connection.execute(
        "SELECT count(DISTINCT author), epoch_us(min(created_at)) FROM told"
        " SEMI JOIN (FROM claimed WHERE kind = $1) USING (wording)",
        [kind],
    ).fetchall()[0]
    return Defence(
        mentions=mentions,
        originals=originals,
        authors=authors or None,
        share=heard.during[kind],
        usual=heard.usual[kind],
        first_seen=pd.Timestamp(first, unit="us", tz="UTC").to_pydatetime() if first is not None else None,
        examples=examples,
    )
