"""Twitter API v2: responses as twarc2 and others save them, one page a line; single tweets; pages that twarc flattened.

Field meanings: the Tweet and User objects of the v2 documentation. What a page includes because a tweet answers,
quotes, repeats or was edited from it is a message of its own. A tweet asked for without its time tells it by its id, in
which the moment is written ("snowflake", since November 2010).
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Columns
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.engine import column, literal
from workbench.errors import WorkbenchError
from workbench.readers import times
from workbench.readers.documents import Broken, on_lines, records, samples
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, read_lines
from workbench.readers.mapping import Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source
from workbench.readers.twitter_v1 import unescaped

if TYPE_CHECKING:
    import duckdb

_ENTITIES = {"urls": [{"url": "VARCHAR", "expanded_url": "VARCHAR", "unwound_url": "VARCHAR"}]}
_USER = {"id": "VARCHAR", "username": "VARCHAR", "public_metrics": {"followers_count": "BIGINT"}}
_TWEET = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "author_id": "VARCHAR",
    "created_at": "VARCHAR",
    "conversation_id": "VARCHAR",
    "lang": "VARCHAR",
    "note_tweet": {"text": "VARCHAR", "entities": _ENTITIES},
    "entities": _ENTITIES,
    "public_metrics": {
        "retweet_count": "BIGINT", "reply_count": "BIGINT", "like_count": "BIGINT", "impression_count": "BIGINT",
    },
    "referenced_tweets": [{"type": "VARCHAR", "id": "VARCHAR"}],
    "author": _USER,
}  # fmt: skip
_FLAT = {**_TWEET, "referenced_tweets": [{"type": "VARCHAR", **_TWEET}]}
_PAGE = {
    "data": "JSON",
    "includes": {"users": [_USER], "tweets": [_TWEET]},
    "errors": "JSON",
    "meta": "JSON",
    "__twarc": {"retrieved_at": "VARCHAR"},
}
#: The first moment that ids tell, milliseconds of Unix time, and the first id that does.
_EPOCH, _FIRST = 1_288_834_974_657, 29_700_859_247


def recognises(head: Head) -> bool:
    """Whether there is a page, a single tweet or a flattened tweet among the first records."""
    return any(_is_tweet(tweet) for record in samples(head) for tweet in _data(record))


def recognises_counts(head: Head) -> bool:
    """Whether this is what the counts endpoints answer: how many tweets, and none of them."""
    return any("tweet_count" in count and "start" in count for record in samples(head) for count in _data(record))


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The tweets in `source`; pages without any are ignored."""
    lines = source if on_lines(source.head) else _on_lines(source)
    columns = {name: _type(spec) for name, spec in (_PAGE | _FLAT).items()}
    empty = "data is null and id is null and includes is null and meta is null and errors is null"
    pages = read_lines(connection, lines, columns, empty)
    tweets, users = f"{source.table}_tweets", f"{source.table}_users"
    connection.execute(f"create table {tweets} as {_tweets(pages)}")
    connection.execute(
        f"create table {users} as select record, someone.id as user_id, any_value(someone.username) as username,"
        f" max(someone.public_metrics.followers_count) as followers_count from"
        f" (select record, unnest(includes.users) as someone from {pages}) group by all"
    )
    query = f"select count(*) from {pages} where record not in (select record from {tweets})"
    (ignored,) = connection.execute(query).fetchone() or (0,)
    rows = canonical(
        _given(mapping.timezone),
        f"(select t.*, t.rowid as place, u.username, u.followers_count from {tweets} t"
        f" left join {users} u on t.record = u.record and t.author_id = u.user_id)",
        place="place",
        nested="inside",
        reason="wrong",
        time_text="created_at",
        wanted=times.wanted(mapping.timezone),
    )
    return Reading(rows, partial(raw_lines, lines), ignored, nested=True)


def read_counts(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """Nothing: raises WorkbenchError, for counts are no messages."""
    raise WorkbenchError(
        f"{source.name} holds counts of tweets and no tweets: write its `start` and `tweet_count` into a table with the"
        " columns timestamp and value, and give that to workbench detect --series"
    )


def _tweets(pages: str) -> str:
    """A SELECT of every tweet in `pages`: `record`, `wrong`, `fetched` (when that was), `inside`, and its fields."""
    one, many = literal(json.dumps(_TWEET)), literal(json.dumps([_TWEET]))
    listed = f"case json_type(data) when 'ARRAY' then from_json(data, {many}) else [from_json(data, {one})] end"
    fields = ", ".join(f"tweet.{column(name)} as {column(name)}" for name in _TWEET)
    fetched = '"__twarc".retrieved_at as fetched'
    inner = {
        f"unnest({listed})": ("false", "data is not null"),
        "unnest(includes.tweets)": ("true", "includes.tweets is not null"),
        "unnest([r for r in referenced_tweets if r.text is not null])": ("true", "data is null and id is not null"),
    }
    selects = [
        f"select record, wrong, fetched, {inside} as inside, {fields} from"
        f" (select record, wrong, {fetched}, {found} as tweet from {pages} where {where})"
        for found, (inside, where) in inner.items()
    ]
    bare = ", ".join(column(name) for name in _TWEET)
    references = "[{'type': r.\"type\", 'id': r.id} for r in referenced_tweets]"
    flat = (
        f"* replace ({references} as referenced_tweets) from (select record, wrong, {fetched}, false as inside, {bare}"
    )
    selects.append(f"select {flat} from {pages} where data is null and id is not null)")
    nothing = ", ".join(f"null::{_type(spec)} as {column(name)}" for name, spec in _TWEET.items())
    selects.append(
        f"select record, wrong, null as fetched, false as inside, {nothing} from {pages} where wrong is not null"
    )
    return " union all ".join(selects)


def _given(zone: str | None) -> dict[str, str]:
    author = "coalesce(username, author.username)"
    urls = "coalesce(note_tweet.entities.urls, entities.urls, [])"
    repeated, answered, quoted = (
        f"[r.id for r in coalesce(referenced_tweets, []) if r.\"type\" = '{kind}'][1]"
        for kind in ("retweeted", "replied_to", "quoted")
    )
    told = f"case when created_at is null and try_cast(id as bigint) > {_FIRST} then"
    told += f" make_timestamptz((((try_cast(id as bigint) >> 22) + {_EPOCH}) * 1000)::bigint) end"
    link = "coalesce(u.unwound_url, u.expanded_url, u.url)"
    return {
        "platform": "'twitter'",
        "id": "id",
        "created_at": f"coalesce({times.iso('created_at', zone)}, {told})",
        "author_id": "coalesce(author_id, author.id)",
        "author": author,
        "followers": "coalesce(followers_count, author.public_metrics.followers_count)",
        "text": unescaped("coalesce(note_tweet.text, text)"),
        "lang": "lang",
        "kind": f"case when {repeated} is not null then 'repost' when {answered} is not null then 'reply'"
        f" when {quoted} is not null then 'quote' else 'post' end",
        "parent_id": f"coalesce({repeated}, {answered}, {quoted})",
        "conversation_id": "conversation_id",
        "links": f"[{link} for u in {urls} if not contains({link}, '/status/' || id)]",
        "url": f"'https://twitter.com/' || coalesce({author}, 'i') || '/status/' || id",
        "likes": "public_metrics.like_count",
        "reposts": "public_metrics.retweet_count",
        "replies": "public_metrics.reply_count",
        "views": "public_metrics.impression_count",
        "collected_at": times.iso("fetched"),
    }


def _on_lines(source: Source) -> Source:
    """`source` with its records on lines, one each."""
    path = source.scratch / f"{source.table}.lines.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records(source):
            line = " ".join(record.line.split()) if isinstance(record, Broken) else json.dumps(record)
            out.write(line + "\n")
    return replace(source, path=path)


def _type(spec: Any) -> str:
    """The DuckDB type for a JSON structure: text names a type, a list and an object hold others."""
    if isinstance(spec, str):
        return spec
    if isinstance(spec, list):
        return f"{_type(spec[0])}[]"
    return f"STRUCT({', '.join(f'{column(name)} {_type(inner)}' for name, inner in spec.items())})"


def _data(record: Columns[str, Any]) -> list[dict[str, Any]]:
    """The first objects that a record holds: those in its page, or itself."""
    found = record.get("data", record)
    return [item for item in (found[:3] if isinstance(found, list) else [found]) if isinstance(item, dict)]


def _is_tweet(item: dict[str, Any]) -> bool:
    marks = ("edit_history_tweet_ids", "author_id", "public_metrics", "conversation_id", "referenced_tweets")
    wanted = isinstance(item.get("id"), str) and item["id"].isdigit() and isinstance(item.get("text"), str)
    return wanted and any(mark in item for mark in marks) and not {"user", "platform"} & item.keys()


FORMAT = Format("twitter-v2", "tweets of Twitter API v2, as twarc2 saves them", recognises, read)
COUNTS = Format("twitter-v2-counts", "counts of tweets from Twitter API v2", recognises_counts, read_counts)
