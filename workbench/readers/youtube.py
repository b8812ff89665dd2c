"""Comments and videos of YouTube, as the Data API v3 gives them: threads, comments, videos, or pages of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbench.readers.documents import records, samples
from workbench.readers.markup import plain_text
from workbench.readers.messages import Message, told_by
from workbench.readers.source import Head, Source

_PAGE = re.compile(r"youtube#(commentThread|comment|video|search)ListResponse")


def recognises(head: Head) -> bool:
    """Whether a comment, a thread, a video or a page of them (even an empty one) is among the first records."""
    if any(_PAGE.fullmatch(str(record.get("kind"))) for record in samples(head)):
        return True
    return any(_is_ours(item) for record in samples(head) for item in [record, *_items(record)[:3]])


def _all(source: Source) -> Iterator[Any]:
    for record in records(source):
        yield from _items(record) if isinstance(record, dict) and "items" in record else [record]


def _messages(item: dict[str, Any]) -> Iterator[Message]:
    snippet = item.get("snippet") or {}
    if "topLevelComment" not in snippet:
        if _is_ours(item):
            yield _comment(item, snippet.get("videoId"))
        elif video := _video_of(item):
            yield _video(item, video)
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


def _video(item: dict[str, Any], identity: str) -> Message:
    snippet, counted = item["snippet"], item.get("statistics") or {}
    return {
        "platform": "youtube",
        "id": identity,
        "created_at": snippet["publishedAt"],
        "author_id": snippet.get("channelId"),
        "author": snippet.get("channelTitle"),
        "text": snippet.get("description") or "",
        "title": snippet.get("title"),
        "lang": snippet.get("defaultAudioLanguage") or snippet.get("defaultLanguage"),
        "kind": "post",
        "conversation_id": identity,
        "url": f"https://www.youtube.com/watch?v={identity}",
        "likes": counted.get("likeCount"),
        "replies": counted.get("commentCount"),
        "views": counted.get("viewCount"),
    }


def _video_of(item: dict[str, Any]) -> str | None:
    """The id of the video that `item` is, or that a search found."""
    found = item.get("id")
    found = found.get("videoId") if isinstance(found, dict) else found
    told = item.get("kind") in ("youtube#video", "youtube#searchResult") and "publishedAt" in item.get("snippet", {})
    return found if told else None


def _items(record: dict[str, Any]) -> list[Any]:
    items = record.get("items")
    return items if isinstance(items, list) else []


def _is_ours(item: Any) -> bool:
    snippet = item.get("snippet") if isinstance(item, dict) else None
    if not isinstance(snippet, dict):
        return False
    return "topLevelComment" in snippet or ("textDisplay" in snippet and "publishedAt" in snippet)


#: The comments in `source` and the replies that stand under them; what else pages hold is ignored.
FORMAT = told_by("youtube-comments", "comments or videos of the YouTube Data API", recognises, _all, _messages)
