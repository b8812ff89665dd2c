"""Posts or comments of Reddit one JSON object each, as in the dumps that Pushshift began.

Keys and conventions are those of the API (see there), with the moment when an item was fetched.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.engine import column
from workbench.readers.documents import outline
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, raw_records, read_document, read_lines
from workbench.readers.mapping import Mapping
from workbench.readers.reddit import GONE, SITE, is_item
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source
from workbench.readers.twitter_v1 import unescaped

if TYPE_CHECKING:
    import duckdb

_ITEM = {
    "id": "VARCHAR", "title": "VARCHAR", "selftext": "VARCHAR", "body": "VARCHAR", "author": "VARCHAR",
    "author_fullname": "VARCHAR", "created_utc": "VARCHAR", "permalink": "VARCHAR", "url": "VARCHAR",
    "is_self": "BOOLEAN", "score": "BIGINT", "num_comments": "BIGINT", "parent_id": "VARCHAR", "link_id": "VARCHAR",
    "crosspost_parent": "VARCHAR", "retrieved_on": "VARCHAR", "retrieved_utc": "VARCHAR",
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Whether a post or comment stands on its own among the first records."""
    value = outline(head)
    values = [*head.records, *(value if isinstance(value, list) else [value])]
    return any(isinstance(item, dict) and is_item(item) for item in values[:50])


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The posts and comments in `source`, one a record."""
    if source.head.text.lstrip().startswith("["):
        relation = read_document(connection, source, _ITEM)
        raw = partial(raw_records, connection, source.table)
    else:
        relation = read_lines(connection, source, _ITEM, "id is null and created_utc is null")
        raw = partial(raw_lines, source)
    rows = canonical(_given(), relation, reason="wrong", time_text="created_utc", wanted="'time in Unix seconds'")
    return Reading(rows, raw)


def _given() -> dict[str, str]:
    """SQL for our columns over `_ITEM`: a comment has a body, a post has none."""
    gone = f"in ('{GONE[0]}', '{GONE[1]}')"
    text = (
        f"case when coalesce(body, selftext, '') {gone} then '' else {unescaped('coalesce(body, selftext, $$$$)')} end"
    )
    answered, post = (f"split_part({column(name)}, '_', -1)" for name in ("parent_id", "link_id"))
    path = f"case when body is null then '/comments/' || id else '/comments/' || {post} || '/_/' || id end"
    moments = "case when {0} is not null then make_timestamptz((try_cast({0} as decimal(28, 6)) * 1000000)::bigint) end"
    return {
        "platform": "'reddit'",
        "id": "id",
        "created_at": moments.format("created_utc"),
        "author_id": "author_fullname",
        "author": f"case when author {gone} then null else author end",
        "text": text,
        "kind": "case when body is not null then 'comment' when crosspost_parent is not null then 'repost'"
        " else 'post' end",
        "parent_id": f"case when body is not null then {answered} else split_part(crosspost_parent, '_', -1) end",
        "conversation_id": f"case when body is not null then {post} else id end",
        "links": "case when body is null and not coalesce(is_self, false) and url like 'http%'"
        f" and (coalesce(selftext, '') = '' or selftext {gone}) then [url] end",
        "url": f"'{SITE}' || coalesce(permalink, {path})",
        "likes": "score",
        "replies": "num_comments",
        "collected_at": moments.format("coalesce(retrieved_utc, retrieved_on)"),
        "title": unescaped("title"),
    }


FORMAT = Format(
    "reddit-dump",
    "posts or comments of Reddit, one JSON object each, as in Pushshift's dumps",
    recognises,
    read,
)
