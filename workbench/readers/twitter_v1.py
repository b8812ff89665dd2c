"""Twitter API v1.1 statuses as twarc, the streaming API and the search API give them.

JSON lines, a JSON array, or pages with `statuses`. Field meanings: the "Tweet object" of the v1.1 documentation; text
is `extended_tweet.full_text`, else `full_text`, else `text`, with the three characters unescaped that the API escapes.
"""

from __future__ import annotations

from collections.abc import Mapping as Columns
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.engine import column
from workbench.readers import times
from workbench.readers.documents import on_lines, samples
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
    "friends_str", "event", "control", "info",
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


#: The statuses that can stand in another, by what they are called here.
_NESTED = {
    "retweet": "retweeted_status",
    "quote": "quoted_status",
    "quote_in_retweet": "retweeted_status.quoted_status",
}


def recognises(head: Head) -> bool:
    """Whether there is a v1.1 status among the first records, or a page or array of them."""
    return head.is_json and any(_is_status(record) or _is_page(record) for record in samples(head))


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The statuses in `source`, and those that stand in them as retweeted or quoted; control lines are ignored."""
    paged = any(_is_page(record) for record in samples(source.head))
    if on_lines(source.head) and not paged:
        records = read_lines(connection, source, _COLUMNS, "id is null and created_at is null and not control", _kept())
        raw = partial(raw_lines, source)
    else:
        within = "statuses" if paged else None
        kept = ", ".join(f"{sql} as {name}" for name, sql in _kept().items())
        records = f"(select record, wrong, {kept} from {read_document(connection, source, _COLUMNS, within)})"
        raw = partial(raw_records, connection, source.table)
    (ignored,) = connection.execute(f"select count(*) from {records} where control").fetchone() or (0,)
    rows = canonical(
        _given(),
        f"({_statuses(records)})",
        place="record * 4 + part",
        nested="part > 0",
        reason="wrong",
        time_text="created_at",
        wanted="'time such as Tue Oct 31 22:10:47 +0000 2017'",
    )
    return Reading(rows, raw, ignored, nested=True)


def _kept() -> dict[str, str]:
    """What is kept of a record: the fields of its status, whether it is a control line, and the statuses in it."""
    control = f"id is null and id_str is null and coalesce({', '.join(map(column, _CONTROL))}) is not null"
    kept = _fields("") | {"control": control}
    for name, status in _NESTED.items():
        fields = ", ".join(f"{field} := {sql}" for field, sql in _fields(status + ".").items())
        kept[name] = f"case when coalesce({status}.id_str, {status}.id) is not null then struct_pack({fields}) end"
    return kept


def _fields(prefix: str) -> dict[str, str]:
    def field(name: str) -> str:
        return prefix + column(name)

    urls = f"coalesce({field('extended_tweet')}.entities.urls, {field('entities')}.urls)"
    return {
        "id": f"coalesce({field('id_str')}, {field('id')})",
        "created_at": field("created_at"),
        "author_id": f"coalesce({field('user')}.id_str, {field('user')}.id)",
        "author": f"{field('user')}.screen_name",
        "followers": f"{field('user')}.followers_count",
        "text": f"coalesce({field('extended_tweet')}.full_text, {field('full_text')}, {field('text')})",
        "lang": field("lang"),
        "answered": f"coalesce({field('in_reply_to_status_id_str')}, {field('in_reply_to_status_id')})",
        "quoted": f"coalesce({field('quoted_status_id_str')}, {field('quoted_status_id')})",
        "links": f"[coalesce(u.expanded_url, u.url) for u in {urls} if coalesce(u.expanded_url, u.url) is not null]",
        "likes": field("favorite_count"),
        "reposts": field("retweet_count"),
        "replies": field("reply_count"),
    }


def _statuses(records: str) -> str:
    """A SELECT of every status: the record (part 0), what it retweets (1) or quotes (2), the quote in a retweet (3)."""
    names = list(_fields(""))
    top = f"select record, wrong, 0 as part, {', '.join(names)}, retweet.id as retweeted"
    selects = [f"{top} from {records} where not control"]
    for part, status in enumerate(_NESTED, 1):
        fields = ", ".join(f"{status}.{name}" for name in names)
        selects.append(f"select record, null, {part}, {fields}, null from {records} where {status} is not null")
    return " union all ".join(selects)


def _given() -> dict[str, str]:
    return {
        "platform": "'twitter'",
        "id": "id",
        "created_at": times.TWITTER,
        "author_id": "author_id",
        "author": "author",
        "followers": "followers",
        "text": unescaped("text"),
        "lang": "lang",
        "kind": "case when retweeted is not null then 'repost' when answered is not null then 'reply'"
        " when quoted is not null then 'quote' end",
        "parent_id": "coalesce(retweeted, answered, quoted)",
        "conversation_id": "case when retweeted is null and answered is null then id end",
        "links": "coalesce(links, [])",
        "url": "'https://twitter.com/' || coalesce(author, 'i') || '/status/' || id",
        "likes": "likes",
        "reposts": "reposts",
        "replies": "replies",
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
    found = record.get("statuses")
    if not isinstance(found, list):
        return False
    return "search_metadata" in record or any(isinstance(status, dict) and _is_status(status) for status in found)


FORMAT = Format("twitter-v1.1", "Twitter API v1.1 statuses, as twarc writes them", recognises, read)
