"""Bluesky: post views, feeds and threads of the AppView, and records of repositories.

A post is known by its at:// address. Its own time is whatever its author's program claimed, so it is never later than
when the network saw it; where the claim can't be read, that moment stands in for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from workbench.readers.documents import records, samples
from workbench.readers.messages import Message, told_by
from workbench.readers.source import Head, Source

_POST, _REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
_ADDRESS = re.compile(r"at://([^/]+)/([\w.]+)/(.+)")
_AWARE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", re.I)
#: Under these keys pages of the AppView and of repositories hold their records.
_PAGES = ("feed", "posts", "records", "thread", "notifications")


def recognises(head: Head) -> bool:
    """Whether a post, a record, a thread or a page of them is among the first records."""
    return any(_is_ours(record) for record in samples(head))


def _all(source: Source) -> Iterator[Any]:
    """The views and records in `source`: pages and threads taken apart, without recursion."""
    for record in records(source):
        waiting = [record]
        while waiting:
            item = waiting.pop()
            inner = list(_inner(item)) if isinstance(item, dict) else []
            waiting.extend(reversed(inner))
            if not inner or "post" in item:
                yield item


def _inner(item: dict[str, Any]) -> Iterator[Any]:
    for key in _PAGES:
        found = item.get(key)
        if isinstance(found, (list, dict)) and "uri" not in item and "post" not in item:
            yield from found if isinstance(found, list) else [found]
    if "post" in item and str(item.get("$type", "")).endswith("#threadViewPost"):
        if isinstance(item.get("parent"), dict):
            yield item["parent"]
        yield from item.get("replies") or []


def _messages(item: dict[str, Any]) -> Iterator[Message]:
    if isinstance(item.get("post"), dict):
        yield from _view(item["post"])
        reason, reply = item.get("reason") or {}, item.get("reply") or {}
        if str(reason.get("$type", "")).endswith("#reasonRepost"):
            said = _post(item["post"]["uri"], item["post"]["record"], None)
            yield _reposted(said["id"], reason) | {name: said[name] for name in ("text", "lang", "links")}
        for other in ("parent", "root"):
            if "record" in (reply.get(other) or {}):
                yield from _view(reply[other], nested=True)
    elif isinstance(item.get("record"), dict) and "author" in item:
        yield from _view(item)
    elif isinstance(item.get("value"), dict):
        yield from _record(item["uri"], item["value"])


def _view(view: dict[str, Any], nested: bool = False) -> Iterator[Message]:
    """A post as the AppView shows it, with whoever wrote it and what it quotes."""
    record, author = view.get("record") or view.get("value") or {}, view["author"]
    if record.get("$type", _POST) != _POST:
        return
    quoted = _embedded(view)
    post = _post(view["uri"], record, view.get("indexedAt"))
    handle = author.get("handle")
    yield post | {
        "author": handle,
        "url": post["url"].replace(author["did"], handle) if handle and handle != "handle.invalid" else post["url"],
        "likes": view.get("likeCount"),
        "reposts": view.get("repostCount"),
        "replies": view.get("replyCount"),
        "nested": nested,
    }
    if quoted:
        yield from _view(quoted, nested=True)


def _embedded(view: dict[str, Any]) -> dict[str, Any] | None:
    """The post that the view shows inside it, if any."""
    embeds = [view.get("embed"), *(view.get("embeds") or [])]
    for embed in filter(None, embeds):
        record = embed.get("record") or {}
        record = record.get("record", record) if "author" not in record else record
        if "author" in record and ("value" in record or "record" in record):
            return dict(record)
    return None


def _record(address: str, record: dict[str, Any]) -> Iterator[Message]:
    kind = record.get("$type")
    if kind == _POST:
        yield _post(address, record, None)
    elif kind == _REPOST:
        reason = {"uri": address, "createdAt": record.get("createdAt")}
        yield _reposted(record["subject"]["uri"], reason)


def _post(address: str, record: dict[str, Any], seen: str | None) -> Message:
    reply, quoted = record.get("reply") or {}, _quoted(record.get("embed") or {})
    answered = (reply.get("parent") or {}).get("uri")
    spoken = record.get("langs") or []
    return {
        "platform": "bluesky",
        "id": address,
        "created_at": _time(record.get("createdAt"), seen),
        "author_id": _did(address),
        "text": record.get("text") or "",
        "lang": spoken[0] if spoken else None,
        "kind": "reply" if answered else "quote" if quoted else "post",
        "parent_id": answered or quoted,
        "conversation_id": (reply.get("root") or {}).get("uri") or (None if answered else address),
        "links": list(_links(record)),
        "url": _page(address),
    }


def _reposted(subject: str, reason: dict[str, Any]) -> Message:
    by = reason.get("by") or {}
    did = by.get("did") or _did(reason.get("uri") or "")
    address = reason.get("uri") or f"at://{did}/{_REPOST}/{subject.rpartition('/')[2]}"
    return {
        "platform": "bluesky",
        "id": address,
        "created_at": _time(reason.get("createdAt"), reason.get("indexedAt")),
        "author_id": did,
        "author": by.get("handle"),
        "text": "",
        "kind": "repost",
        "parent_id": subject,
        "links": [],
        "url": _page(subject),
    }


def _quoted(embed: dict[str, Any]) -> str | None:
    record = embed.get("record") or {}
    address = record.get("uri") or (record.get("record") or {}).get("uri") or ""
    return address if f"/{_POST}/" in address else None


def _links(record: dict[str, Any]) -> Iterator[str]:
    found = [feature.get("uri") for facet in record.get("facets") or [] for feature in facet.get("features") or []]
    embed = record.get("embed") or {}
    cards = [embed.get("external"), (embed.get("media") or {}).get("external")]
    found += [card.get("uri") for card in cards if card]
    yield from dict.fromkeys(address for address in found if address)


def _time(claimed: Any, seen: str | None) -> str | None:
    """The claimed time, or when it was seen where that is earlier or the claim has no zone; both in ISO 8601."""
    if not isinstance(claimed, str) or not _AWARE.fullmatch(claimed) or not seen:
        return seen or (str(claimed) if claimed else None)
    try:
        early = dt.datetime.fromisoformat(claimed.upper()) <= dt.datetime.fromisoformat(seen.upper())
    except ValueError:
        return seen
    return claimed if early else seen


def _did(address: str) -> str | None:
    parts = _ADDRESS.match(address)
    return parts[1] if parts else None


def _page(address: str) -> str:
    parts = _ADDRESS.match(address)
    return f"https://bsky.app/profile/{parts[1]}/post/{parts[3]}" if parts else address


def _is_ours(record: dict[str, Any]) -> bool:
    if isinstance(record.get("post"), dict):
        return _is_address(record["post"].get("uri"))
    if isinstance(record.get("thread"), dict):
        return _is_ours(record["thread"])
    for key in _PAGES:
        page = record.get(key)
        if isinstance(page, list) and page and isinstance(page[0], dict) and _is_ours(page[0]):
            return True
    return _is_address(record.get("uri")) and ("record" in record or "value" in record)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("at://")


#: The posts in `source`, those that others quote or answer included; records of other kinds are ignored.
FORMAT = told_by("bluesky", "posts, feeds or threads of Bluesky", recognises, _all, _messages)
