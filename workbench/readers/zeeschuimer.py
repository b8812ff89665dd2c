"""What the browser extension Zeeschuimer saves: a line an item, each in the shape of the platform it was seen on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from workbench.readers import documents
from workbench.readers.messages import Message, moment, told_by
from workbench.readers.source import Head

_TWITTER = re.compile(r"(\w{3}) (\w{3}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def recognises(head: Head) -> bool:
    """Whether the records say on which platform they were seen, and carry its data."""
    marks = {"source_platform", "item_id", "data"}
    return any(marks <= record.keys() and isinstance(record["data"], dict) for record in head.records)


def _messages(record: Any) -> Iterator[Message]:
    site = str(record["source_platform"]).lower().removeprefix("www.")
    taken = _seconds(record.get("timestamp_collected"))
    for name, shape in _SHAPES.items():
        if name in site:
            for message in shape(record["data"]):
                yield {"collected_at": taken} | message
            return
    raise ValueError(f"items of {site[:40]} are not known")


def _twitter(data: Any, nested: bool = False) -> Iterator[Message]:
    """A tweet as the site's own API holds it, and the one that it repeats or quotes."""
    data = data.get("tweet", data)
    legacy = data["legacy"]
    user = _at(data, "core", "user_results", "result") or data.get("user") or {}
    handle = _at(user, "legacy", "screen_name") or _at(user, "core", "screen_name") or user.get("screen_name")
    identity = data.get("rest_id") or legacy["id_str"]
    repeated, quoted = _at(legacy, "retweeted_status_result", "result"), _at(data, "quoted_status_result", "result")
    parent = legacy.get("in_reply_to_status_id_str")
    urls = _at(legacy, "entities", "urls") or []
    yield {
        "platform": "twitter",
        "id": identity,
        "created_at": _twitter_time(legacy["created_at"]),
        "author_id": legacy.get("user_id_str"),
        "author": handle,
        "followers": _at(user, "legacy", "followers_count"),
        "text": _at(data, "note_tweet", "note_tweet_results", "result", "text") or legacy["full_text"],
        "lang": legacy.get("lang"),
        "kind": "repost" if repeated else "reply" if parent else "quote" if legacy.get("is_quote_status") else "post",
        "parent_id": _at(repeated, "rest_id") or _at(repeated, "tweet", "rest_id") or parent
        or legacy.get("quoted_status_id_str"),
        "conversation_id": legacy.get("conversation_id_str"),
        "links": [url.get("expanded_url") for url in urls if url.get("expanded_url")],
        "url": f"https://x.com/{handle or 'i'}/status/{identity}",
        "likes": legacy.get("favorite_count"),
        "reposts": legacy.get("retweet_count"),
        "replies": legacy.get("reply_count"),
        "views": _at(data, "views", "count"),
        "nested": nested,
    }  # fmt: skip
    for inner in (repeated, quoted):
        if inner and ("legacy" in inner or "tweet" in inner):
            yield from _twitter(inner, nested=True)


def _tiktok(data: Any) -> Iterator[Message]:
    author = data["author"]
    handle = author.get("uniqueId") if isinstance(author, dict) else author
    counts = {**(data.get("stats") or {}), **(data.get("statsV2") or {})}
    yield {
        "platform": "tiktok",
        "id": data["id"],
        "created_at": _seconds(data["createTime"]),
        "author_id": author.get("id") if isinstance(author, dict) else data.get("authorId"),
        "author": handle,
        "followers": _at(data, "authorStats", "followerCount"),
        "text": data.get("desc") or "",
        "lang": data.get("textLanguage"),
        "kind": "post",
        "conversation_id": data["id"],
        "url": f"https://www.tiktok.com/@{handle}/video/{data['id']}",
        "likes": counts.get("diggCount"),
        "reposts": counts.get("shareCount"),
        "replies": counts.get("commentCount"),
        "views": counts.get("playCount"),
    }


def _tiktok_comment(data: Any) -> Iterator[Message]:
    parent = data.get("reply_id")
    yield {
        "platform": "tiktok",
        "id": data["cid"],
        "created_at": _seconds(data["create_time"]),
        "author_id": _at(data, "user", "uid"),
        "author": _at(data, "user", "unique_id"),
        "text": data.get("text") or "",
        "lang": data.get("comment_language"),
        "kind": "comment",
        "parent_id": parent if parent not in (None, "", "0", 0) else data.get("aweme_id"),
        "conversation_id": data.get("aweme_id"),
        "likes": data.get("digg_count"),
        "replies": data.get("reply_comment_total"),
    }


def _instagram(data: Any) -> Iterator[Message]:
    """A post, by either of the two shapes that the site uses."""
    edges = _at(data, "edge_media_to_caption", "edges") or []
    caption = _at(data, "caption", "text") if isinstance(data.get("caption"), dict) else data.get("caption")
    code = data.get("code") or data["shortcode"]
    user = data.get("user") or data.get("owner") or {}
    yield {
        "platform": "instagram",
        "id": code,
        "created_at": _seconds(data.get("taken_at") or data["taken_at_timestamp"]),
        "author_id": user.get("pk") or user.get("id"),
        "author": user.get("username"),
        "followers": user.get("follower_count"),
        "text": caption or (_at(edges[0], "node", "text") if edges else "") or "",
        "kind": "post",
        "conversation_id": code,
        "url": f"https://www.instagram.com/p/{code}",
        "likes": _first(data.get("like_count"), _at(data, "edge_media_preview_like", "count")),
        "replies": _first(data.get("comment_count"), _at(data, "edge_media_to_comment", "count")),
        "views": _first(data.get("play_count"), data.get("view_count")),
    }


def _threads(data: Any) -> Iterator[Message]:
    reply = _at(data, "text_post_app_info", "reply_to_author", "username")
    handle = _at(data, "user", "username")
    yield {
        "platform": "threads",
        "id": data["code"],
        "created_at": _seconds(data["taken_at"]),
        "author_id": _at(data, "user", "pk"),
        "author": handle,
        "text": _at(data, "caption", "text") or "",
        "kind": "reply" if reply else "post",
        "url": f"https://www.threads.net/@{handle}/post/{data['code']}",
        "likes": data.get("like_count"),
        "reposts": _at(data, "text_post_app_info", "repost_count"),
        "replies": _at(data, "text_post_app_info", "direct_reply_count"),
    }


#: The site's name, or a part of it, to the shape of its items; the longer name comes first.
_SHAPES: dict[str, Callable[[Any], Iterator[Message]]] = {
    "tiktok-comments": _tiktok_comment, "tiktok": _tiktok, "instagram": _instagram, "threads": _threads,
    "twitter": _twitter, "x.com": _twitter,
}  # fmt: skip


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _seconds(value: Any) -> str | None:
    """ISO 8601 for a Unix time in seconds or milliseconds."""
    number = float(value) if value not in (None, "") else None
    return moment(number / 1000 if number and number > 1e11 else number)


def _twitter_time(text: str) -> str:
    found = _TWITTER.match(text)
    if not found:
        return text
    _, month, day, clock, offset, year = found.groups()
    return f"{year}-{_MONTHS.index(month) // 3 + 1:02}-{day}T{clock}{offset[:3]}:{offset[3:]}"


#: The items in `source`; those of a platform that we don't know are put aside.
FORMAT = told_by("zeeschuimer", "items saved by Zeeschuimer", recognises, documents.records, _messages)
