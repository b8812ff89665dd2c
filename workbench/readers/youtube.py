"""Comments on YouTube, as the Data API v3 gives them: threads, single comments, or pages of either."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.readers.documents import records, samples
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.markup import plain_text
from workbench.readers.messages import Message, stage
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb


def recognises(head: Head) -> bool:
    """Whether a comment, a thread or a page of them is among the first records."""
    return any(_is_ours(item) for record in samples(head) for item in [record, *_items(record)[:3]])


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The comments in `source` and the replies that stand under them; what else pages hold is ignored."""
    return stage(connection, source, partial(_all, source), _messages, mapping)


def _all(source: Source) -> Iterator[Any]:
    for record in records(source):
        yield from _items(record) if isinstance(record, dict) and "items" in record else [record]


def _messages(item: dict[str, Any]) -> Iterator[Message]:
    snippet = item.get("snippet") or {}
    if "topLevelComment" not in snippet:
        if _is_ours(item):
            yield _comment(item, snippet.get("videoId"))
        return
    video = snippet.get("videoId")
    yield _comment(snippet["topLevelComment"], video) | {"replies": snippet.get("totalReplyCount")}
    for reply in (item.get("replies") or {}).get("comments") or []:
        yield _comment(reply, video)


def _comment(comment: dict[str, Any], video: str | None) -> Message:
    snippet = comment["snippet"]
    video = snippet.get("videoId") or video
    identity, parent = comment["id"], snippet.get("parentId")
    if parent is None and "." in identity:
        parent = identity.partition(".")[0]
    text = snippet.get("textOriginal")
    return {
        "platform": "youtube",
        "id": identity,
        "created_at": snippet["publishedAt"],
        "author_id": (snippet.get("authorChannelId") or {}).get("value"),
        "author": snippet.get("authorDisplayName"),
        "text": plain_text(snippet.get("textDisplay") or "") if text is None else text,
        "kind": "comment",
        "parent_id": parent or video,
        "conversation_id": video,
        "url": f"https://www.youtube.com/watch?v={video}&lc={identity}" if video else None,
        "likes": snippet.get("likeCount"),
    }


def _items(record: dict[str, Any]) -> list[Any]:
    items = record.get("items")
    return items if isinstance(items, list) else []


def _is_ours(item: Any) -> bool:
    snippet = item.get("snippet") if isinstance(item, dict) else None
    if not isinstance(snippet, dict):
        return False
    return "topLevelComment" in snippet or ("textDisplay" in snippet and "publishedAt" in snippet)


FORMAT = Format("youtube-comments", "comments of the YouTube Data API", recognises, read)
