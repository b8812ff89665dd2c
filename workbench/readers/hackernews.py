"""Hacker News: search pages and item trees of Algolia's API, and items of the Firebase API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.readers.documents import records, samples
from workbench.readers.markup import links, plain_text
from workbench.readers.messages import Message, moment, told_by
from workbench.readers.source import Head, Source

_POSTS = ("story", "job", "poll")


def recognises(head: Head) -> bool:
    """Whether a page, hit or item is among the first records."""
    return any(_is_ours(item) for record in samples(head) for item in [record, *_hits(record)[:3]])


def _all(source: Source) -> Iterator[Any]:
    for record in records(source):
        if isinstance(record, dict) and isinstance(record.get("hits"), list):
            yield from record["hits"]
        else:
            yield from _tree(record)


def _tree(item: Any) -> Iterator[Any]:
    """An item, then those under it; without recursion, for a thread may be deep."""
    waiting = [item]
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item, dict) and isinstance(item.get("children"), list):
            waiting.extend(child for child in reversed(item["children"]) if isinstance(child, dict))


def _messages(item: dict[str, Any]) -> Iterator[Message]:
    kind = item.get("type") or next((tag for tag in item.get("_tags") or [] if tag in (*_POSTS, "comment")), None)
    author = item.get("author") or item.get("by")
    if kind not in (*_POSTS, "comment") or item.get("deleted") or author is None:
        return
    identity = str(item.get("objectID") or item["id"])
    html = item.get("comment_text") or item.get("story_text") or item.get("text") or ""
    parent = item.get("parent_id") or item.get("parent")
    thread = item.get("story_id") or (identity if kind in _POSTS else None)
    yield {
        "platform": "hackernews",
        "id": identity,
        "created_at": moment(item.get("created_at_i") or item.get("time")) or item.get("created_at"),
        "author": author,
        "author_id": author,
        "text": plain_text(html),
        "kind": "comment" if kind == "comment" else "post",
        "parent_id": parent if kind == "comment" else None,
        "conversation_id": thread,
        "links": [link for link in [item.get("url"), *links(html)] if link],
        "url": f"https://news.ycombinator.com/item?id={identity}",
        "likes": item.get("points") if item.get("points") is not None else item.get("score"),
        "replies": item.get("num_comments") if item.get("num_comments") is not None else item.get("descendants"),
        "title": item.get("title"),
    }


def _hits(record: dict[str, Any]) -> list[Any]:
    hits = record.get("hits")
    return hits if isinstance(hits, list) else []


def _is_ours(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    algolia = {"created_at_i", "author"} <= item.keys() and ("objectID" in item or "children" in item)
    return algolia or ({"by", "id", "time", "type"} <= item.keys() and item["type"] in (*_POSTS, "comment"))


#: The stories and comments in `source`; deleted items and the options of polls are ignored.
FORMAT = told_by("hackernews", "items of Hacker News, from Algolia or Firebase", recognises, _all, _messages)
