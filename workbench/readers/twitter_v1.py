"""Twitter API v1.1 statuses as twarc, the streaming API and the search API give them.

JSON lines, a JSON array, or pages with `statuses`. Field meanings: the "Tweet object" of the v1.1 documentation; text
is `extended_tweet.full_text`, else `full_text`, else `text`, with the three characters unescaped that the API escapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Columns
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.engine import column
from workbench.readers import times
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, raw_records, read_document, read_lines
from workbench.readers.mapping import Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_ENTITIES = "STRUCT(urls STRUCT(url VARCHAR, expanded_url VARCHAR)[])"
_STATUS = {
    "created_at": "VARCHAR",
    "id": "VARCHAR",
    "id_str": "VARCHAR",
    "text": "VARCHAR",
    "full_text": "VARCHAR",
    "extended_tweet": f"STRUCT(full_text VARCHAR, entities {_ENTITIES})",
    "entities": _ENTITIES,
    "user": "STRUCT(id VARCHAR, id_str VARCHAR, screen_name VARCHAR, followers_count BIGINT)",
    "in_reply_to_status_id": "VARCHAR",
    "in_reply_to_status_id_str": "VARCHAR",
    "quoted_status_id": "VARCHAR",
    "quoted_status_id_str": "VARCHAR",
    "retweet_count": "BIGINT",
    "favorite_count": "BIGINT",
    "reply_count": "BIGINT",
    "lang": "VARCHAR",
}
#: Lines of the streaming API that are no message.
_CONTROL = (
    "delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning", "friends",
    "friends_str", "event", "control",
)  # fmt: skip


def _struct(fields: Columns[str, str]) -> str:
    return f"STRUCT({', '.join(f'{column(name)} {kind}' for name, kind in fields.items())})"


_QUOTED = {"quoted_status": _struct(_STATUS)}
_COLUMNS = {
    **_STATUS,
    **_QUOTED,
    "retweeted_status": _struct({**_STATUS, **_QUOTED}),
    **dict.fromkeys(_CONTROL, "VARCHAR"),
}


def recognises(head: Head) -> bool:
    """Whether there is a v1.1 status among the first records, or a page or array of them."""
    if head.records:
        return any(_is_status(record) or _is_page(record) for record in head.records)
    marks = ('"created_at"', '"screen_name"', '"id_str"', '"in_reply_to_status_id')
    return re.match(r"\s*[\[{]", head.text) is not None and all(mark in head.text for mark in marks)


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The statuses in `source`, and those that stand in them as retweeted or quoted; control lines are ignored."""
    paged = any(_is_page(record) for record in source.head.records)
    if source.head.records and not paged:
        records = read_lines(connection, source, _COLUMNS, "id is null and id_str is null and created_at is null")
        raw = partial(raw_lines, source)
    else:
        within = None if source.head.text.lstrip().startswith("[") else "statuses"
        records = read_document(connection, source, _COLUMNS, within)
        raw = partial(raw_records, connection, source.table)
    control = f"id is null and id_str is null and coalesce({', '.join(map(column, _CONTROL))}) is not null"
    (ignored,) = connection.execute(f"select count(*) from {records} where {control}").fetchone() or (0,)
    rows = canonical(
        _given(),
        f"({_statuses(records, control)})",
        place="record * 4 + part",
        nested="part > 0",
        reason="wrong",
        time_text="created_at",
        wanted="'time such as Tue Oct 31 22:10:47 +0000 2017'",
    )
    return Reading(rows, raw, ignored, nested=True)


def _statuses(records: str, control: str) -> str:
    """A SELECT of every status: the record (part 0), what it retweets (1) or quotes (2), the quote in a retweet (3)."""
    top = f"select record, wrong, 0 as part, {_fields('')}, {_id('retweeted_status')} as retweeted"
    selects = [f"{top} from {records} where not ({control})"]
    for part, status in enumerate(("retweeted_status", "quoted_status", "retweeted_status.quoted_status"), 1):
        nested = f"select record, null, {part}, {_fields(status + '.')}, null"
        selects.append(f"{nested} from {records} where {_id(status)} is not null")
    return " union all ".join(selects)


def _fields(prefix: str) -> str:
    return ", ".join(f"{prefix}{column(name)} as {column(name)}" for name in _STATUS)


def _id(status: str) -> str:
    return f"coalesce({status}.id_str, {status}.id)"


def _given() -> dict[str, str]:
    identity, quoted = "coalesce(id_str, id)", "coalesce(quoted_status_id_str, quoted_status_id)"
    answered = "coalesce(in_reply_to_status_id_str, in_reply_to_status_id)"
    urls = "coalesce(extended_tweet.entities.urls, entities.urls, [])"
    text = "coalesce(extended_tweet.full_text, full_text, text)"
    return {
        "platform": "'twitter'",
        "id": identity,
        "created_at": times.TWITTER,
        "author_id": 'coalesce("user".id_str, "user".id)',
        "author": '"user".screen_name',
        "followers": '"user".followers_count',
        "text": unescaped(text),
        "lang": "lang",
        "kind": f"case when retweeted is not null then 'repost' when {answered} is not null then 'reply'"
        f" when {quoted} is not null then 'quote' end",
        "parent_id": f"coalesce(retweeted, {answered}, {quoted})",
        "conversation_id": f"case when retweeted is null and {answered} is null then {identity} end",
        "links": f"[coalesce(u.expanded_url, u.url) for u in {urls} if coalesce(u.expanded_url, u.url) is not null]",
        "url": f"""'https://twitter.com/' || coalesce("user".screen_name, 'i') || '/status/' || {identity}""",
        "likes": "favorite_count",
        "reposts": "retweet_count",
        "replies": "reply_count",
    }


def unescaped(text: str) -> str:
    """SQL for `text` with &lt; &gt; and &amp; turned back: what Twitter escapes in every text it hands out."""
    plain = f"replace(replace(replace({text}, '&lt;', '<'), '&gt;', '>'), '&amp;', '&')"
    return f"case when contains({text}, '&') then {plain} else {text} end"


def _is_status(record: dict[str, Any]) -> bool:
    user = record.get("user")
    texts = ("text", "full_text", "extended_tweet")
    return (
        isinstance(user, dict) and "screen_name" in user and "created_at" in record and any(t in record for t in texts)
    )


def _is_page(record: dict[str, Any]) -> bool:
    return isinstance(record.get("statuses"), list)


FORMAT = Format("twitter-v1.1", "Twitter API v1.1 statuses, as twarc writes them", recognises, read)
