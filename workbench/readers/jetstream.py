"""Bluesky's Jetstream: one event a line, of which those that create a post or a repost are messages.

As in the other forms of Bluesky (see there) a post's claimed time is never later than the moment of the event.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.readers import times
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, read_lines
from workbench.readers.mapping import Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_REFERENCE = "STRUCT(uri VARCHAR)"
_EXTERNAL = "external STRUCT(uri VARCHAR)"
_RECORD = f"""STRUCT("$type" VARCHAR, "text" VARCHAR, "createdAt" VARCHAR, langs VARCHAR[],
    reply STRUCT(root {_REFERENCE}, parent {_REFERENCE}), subject JSON,
    embed STRUCT(record STRUCT(uri VARCHAR, record {_REFERENCE}), {_EXTERNAL}, media STRUCT({_EXTERNAL})),
    facets STRUCT(features STRUCT(uri VARCHAR)[])[])"""
_COLUMNS = {
    "did": "VARCHAR",
    "time_us": "BIGINT",
    "kind": "VARCHAR",
    "commit": f"STRUCT(operation VARCHAR, collection VARCHAR, rkey VARCHAR, record {_RECORD})",
}
_POST, _REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"


def recognises(head: Head) -> bool:
    """Whether an event is among the first records."""
    return any(
        record.keys() >= {"did", "time_us"} and ("kind" in record or "type" in record) for record in head.records
    )


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The posts and reposts that the events in `source` create; other events (likes, deletions …) are ignored."""
    events = read_lines(connection, source, _COLUMNS, "did is null and time_us is null")
    created = "\"commit\".operation in ('create', 'update') and \"commit\".record is not null"
    ours = f"wrong is not null or ({created} and \"commit\".collection in ('{_POST}', '{_REPOST}'))"
    query = f"select count(*) from {events} where not coalesce({ours}, false)"
    (ignored,) = connection.execute(query).fetchone() or (0,)
    fields = '"commit".collection as collection, "commit".rkey as rkey, unnest("commit".record)'
    found = f"(select record as number, wrong, did, time_us, {fields} from {events} where {ours})"
    rows = canonical(_given(), found, place="number", source_row="number + 1", reason="wrong", time_text='"createdAt"')
    return Reading(rows, partial(raw_lines, source), ignored)


def _given() -> dict[str, str]:
    seen, claimed = "make_timestamptz(time_us)", times.iso('"createdAt"')
    address = "'at://' || did || '/' || collection || '/' || rkey"
    repost = f"collection = '{_REPOST}'"
    subject = "json_extract_string(subject, '$.uri')"
    quoted = "coalesce(embed.record.record.uri, embed.record.uri)"
    quoted = f"case when contains({quoted}, '/{_POST}/') then {quoted} end"
    features = "flatten([[x.uri for x in coalesce(f.features, [])] for f in coalesce(facets, [])])"
    links = f"list_sort(list_distinct(list_concat({features}, [embed.external.uri, embed.media.external.uri])))"
    page = "'https://bsky.app/profile/' || {0} || '/post/' || {1}"
    shared = page.format(f"split_part({subject}, '/', 3)", f"split_part({subject}, '/', 5)")
    return {
        "platform": "'bluesky'",
        "id": address,
        "created_at": f"least(coalesce({claimed}, {seen}), coalesce({seen}, {claimed}))",
        "author_id": "did",
        "text": "coalesce(\"text\", '')",
        "lang": "langs[1]",
        "kind": f"case when {repost} then 'repost' when reply.parent.uri is not null then 'reply'"
        f" when {quoted} is not null then 'quote' else 'post' end",
        "parent_id": f"case when {repost} then {subject} else coalesce(reply.parent.uri, {quoted}) end",
        "conversation_id": f"case when {repost} then null else coalesce(reply.root.uri, {address}) end",
        "links": f"case when {repost} then [] else nullif({links}, []) end",
        "url": f"case when {repost} then {shared} else {page.format('did', 'rkey')} end",
    }


FORMAT = Format("bluesky-jetstream", "events of Bluesky's Jetstream", recognises, read)
