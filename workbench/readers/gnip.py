"""Tweets in Gnip's activity streams, the form in which PowerTrack and the historical products handed them out.

Field meanings: "Activity Streams" in Gnip's documentation of Twitter data. Its other form, "original", is API v1.1.
"""

from __future__ import annotations

from collections.abc import Mapping as Columns
from functools import partial
from typing import TYPE_CHECKING

from workbench.engine import column
from workbench.readers import times
from workbench.readers.documents import on_lines, samples
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, raw_records, read_document, read_lines
from workbench.readers.mapping import Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source
from workbench.readers.twitter_v1 import unescaped

if TYPE_CHECKING:
    import duckdb

_ENTITIES = "STRUCT(urls STRUCT(url VARCHAR, expanded_url VARCHAR)[])"
_ACTIVITY = {
    "id": "VARCHAR",
    "verb": "VARCHAR",
    "postedTime": "VARCHAR",
    "body": "VARCHAR",
    "long_object": f"STRUCT(body VARCHAR, twitter_entities {_ENTITIES})",
    "link": "VARCHAR",
    "actor": "STRUCT(id VARCHAR, preferredUsername VARCHAR, followersCount BIGINT)",
    "inReplyTo": "STRUCT(link VARCHAR)",
    "favoritesCount": "BIGINT",
    "retweetCount": "BIGINT",
    "twitter_entities": _ENTITIES,
    "twitter_lang": "VARCHAR",
}
#: Lines of the stream that are no message.
_CONTROL = ("info", "error", "warn")


def _struct(fields: Columns[str, str]) -> str:
    return f"STRUCT({', '.join(f'{column(name)} {kind}' for name, kind in fields.items())})"


_QUOTED = {"twitter_quoted_status": _struct(_ACTIVITY)}
_COLUMNS = {
    **_ACTIVITY,
    **_QUOTED,
    "object": _struct({**_ACTIVITY, **_QUOTED}),
    **dict.fromkeys(_CONTROL, "VARCHAR"),
}
#: Where activities stand: the record, what it shares, what it quotes, the quote in what it shares.
_PARTS = ("", "object.", "twitter_quoted_status.", "object.twitter_quoted_status.")


def recognises(head: Head) -> bool:
    """Whether an activity of Twitter is among the first records."""
    return any(
        str(record.get("id")).startswith("tag:search.twitter.com") and "verb" in record and "actor" in record
        for record in samples(head)
    )


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The activities in `source`, and those that stand in them as shared or quoted; lines on the stream are ignored."""
    if on_lines(source.head):
        records = read_lines(connection, source, _COLUMNS, "id is null and verb is null")
        raw = partial(raw_lines, source)
    else:
        records = read_document(connection, source, _COLUMNS)
        raw = partial(raw_records, connection, source.table)
    control = f"id is null and coalesce({', '.join(map(column, _CONTROL))}) is not null"
    (ignored,) = connection.execute(f"select count(*) from {records} where {control}").fetchone() or (0,)
    rows = canonical(
        _given(mapping.timezone),
        f"({_activities(records, control)})",
        place="record * 4 + part",
        nested="part > 0",
        reason="wrong",
        time_text='"postedTime"',
        wanted=times.wanted(mapping.timezone),
    )
    return Reading(rows, raw, ignored, nested=True)


def _activities(records: str, control: str) -> str:
    """A SELECT of every activity, with the ids of what it shares (`shared`) and quotes (`quoted`)."""
    selects = []
    for part, at in enumerate(_PARTS):
        fields = ", ".join(f"{at}{column(name)} as {column(name)}" for name in _ACTIVITY)
        shared = "object.id" if part == 0 else "null"
        quoted = f"{at}twitter_quoted_status.id" if part < 2 else "null"
        there = f"{at}actor is not null and {at}id is not null" if part else f"not ({control})"
        wrong = "null" if part else "wrong"
        selects.append(
            f"select record, {wrong} as wrong, {part} as part, {fields}, {shared} as shared, {quoted} as quoted"
            f" from {records} where {there}"
        )
    return " union all ".join(selects)


def _given(zone: str | None) -> dict[str, str]:
    answered = _last('"inReplyTo".link', "/")
    shared = f"case when verb = 'share' then {_last('shared')} end"
    quoted = _last("quoted")
    urls = "coalesce(long_object.twitter_entities.urls, twitter_entities.urls, [])"
    handle = 'actor."preferredUsername"'
    return {
        "platform": "'twitter'",
        "id": _last("id"),
        "created_at": times.iso('"postedTime"', zone),
        "author_id": _last("actor.id"),
        "author": handle,
        "followers": 'actor."followersCount"',
        "text": unescaped("coalesce(long_object.body, body)"),
        "lang": "twitter_lang",
        "kind": f"case when verb = 'share' then 'repost' when {answered} is not null then 'reply'"
        f" when {quoted} is not null then 'quote' else 'post' end",
        "parent_id": f"coalesce({shared}, {answered}, {quoted})",
        "conversation_id": f"case when verb = 'post' and {answered} is null then {_last('id')} end",
        "links": f"[coalesce(u.expanded_url, u.url) for u in {urls} if coalesce(u.expanded_url, u.url) is not null]",
        "url": f"'https://twitter.com/' || coalesce({handle}, 'i') || '/status/' || {_last('id')}",
        "likes": '"favoritesCount"',
        "reposts": '"retweetCount"',
    }


def _last(text: str, mark: str = ":") -> str:
    """SQL for what stands after the last `mark` in `text`: the platform's own id in a longer one."""
    return f"nullif(split_part({text}, '{mark}', -1), '')"


FORMAT = Format("twitter-gnip", "tweets as activities, from Gnip", recognises, read)
