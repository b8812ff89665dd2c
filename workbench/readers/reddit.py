"""Reddit's API: listings, and posts with their trees of comments.

Posts (t3) and comments (t1) are known by their id without the letter and digit before it, as dumps and tables have it.
Reddit escapes three characters in every text it hands out; what it or a moderator wrote in a text's place is no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.readers.documents import outline, records
from workbench.readers.messages import Message, moment, told_by
from workbench.readers.source import Head, Source

#: What stands where an author or a text was taken away.
GONE = ("[deleted]", "[removed]")
SITE = "https://www.reddit.com"


def recognises(head: Head) -> bool:
    """Whether a listing stands here, or a post or comment as listings hold it."""
    value = outline(head)
    values = value if isinstance(value, list) else [value, *head.records]
    return any(isinstance(thing, dict) and _is_thing(thing) for thing in values[:50])


def _things(source: Source) -> Iterator[Any]:
    """Every thing in the listings, a comment before its answers; without recursion, for a tree may be deep."""
    for record in records(source):
        waiting = [record]
        while waiting:
            thing = waiting.pop()
            data = thing.get("data") if isinstance(thing, dict) else None
            if isinstance(data, dict) and thing.get("kind") == "Listing":
                waiting.extend(reversed(data.get("children") or []))
                continue
            yield thing
            if isinstance(data, dict) and isinstance(data.get("replies"), dict):
                waiting.append(data["replies"])


def _messages(thing: dict[str, Any]) -> Iterator[Message]:
    data = thing.get("data", thing)
    if thing.get("kind") == "t1":
        yield _comment(data)
    elif thing.get("kind") == "t3":
        yield _post(data)
        for original in data.get("crosspost_parent_list") or []:
            yield _post(original) | {"nested": True}


def _post(data: dict[str, Any]) -> Message:
    shared, address = data.get("crosspost_parent"), data.get("url_overridden_by_dest") or data.get("url")
    outside = isinstance(address, str) and address.startswith("http") and not data.get("is_self")
    text = _text(data.get("selftext"))
    return _shared(data, text) | {
        "kind": "repost" if shared else "post",
        "parent_id": _bare(shared),
        "conversation_id": data["id"],
        "links": [address] if outside and not text else None,
        "url": SITE + data["permalink"] if data.get("permalink") else f"{SITE}/comments/{data['id']}",
        "replies": data.get("num_comments"),
        "title": _text(data.get("title")),
    }


def _comment(data: dict[str, Any]) -> Message:
    post = _bare(data.get("link_id"))
    address = data.get("permalink") or (f"/comments/{post}/_/{data['id']}" if post else None)
    return _shared(data, _text(data.get("body"))) | {
        "kind": "comment",
        "parent_id": _bare(data.get("parent_id")),
        "conversation_id": post,
        "url": SITE + address if address else None,
    }


def _shared(data: dict[str, Any], text: str) -> Message:
    author = data.get("author")
    return {
        "platform": "reddit",
        "id": data["id"],
        "created_at": moment(data["created_utc"]),
        "author": None if author in GONE else author,
        "author_id": data.get("author_fullname"),
        "text": text,
        "likes": data.get("score"),
    }


def _text(text: str | None) -> str:
    if not text or text in GONE:
        return ""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(name: str | None) -> str | None:
    return name.rpartition("_")[2] if name else None


def _is_thing(thing: dict[str, Any]) -> bool:
    data = thing.get("data")
    if not isinstance(data, dict):
        return False
    if thing.get("kind") == "Listing":
        return "children" in data
    return thing.get("kind") in ("t1", "t3") and is_item(data)


def is_item(item: dict[str, Any]) -> bool:
    """Whether `item` is a post or a comment as Reddit holds them."""
    said = "body" in item or ("title" in item and "selftext" in item)
    return said and item.keys() >= {"id", "author", "created_utc", "subreddit"}


#: The posts and comments in the listings of `source`, whole trees; other things ("more", accounts) are ignored.
FORMAT = told_by("reddit", "listings of the Reddit API", recognises, _things, _messages)
