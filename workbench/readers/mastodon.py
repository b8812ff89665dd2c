"""Mastodon: statuses as the REST API gives them, and the outbox.json of an account's own archive (ActivityPub).

A status is known by the number at the end of its address; one that stands elsewhere by its whole address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.readers.documents import elements, outline, records, samples
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.markup import links, plain_text
from workbench.readers.messages import Message, stage, told_by
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_STATUS = re.compile(r"/(?:statuses|@[^/]+)/(\d+)(?:/activity)?/?$")
_OWNER = re.compile(r"/(?:users/|@)([^/@]+)/?$")
_LISTS = ("statuses", "ancestors", "descendants")
_MESSAGES = ("Note", "Question", "Article", "Page", "Image", "Video", "Audio", "Event")


def recognises(head: Head) -> bool:
    """Whether there is a status among the first records."""
    return any(_found(record) for record in samples(head))


def recognises_outbox(head: Head) -> bool:
    """Whether this is a collection of activities."""
    box = outline(head)
    return isinstance(box, dict) and box.get("type") in ("OrderedCollection", "Collection") and "orderedItems" in box


def read_outbox(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The messages that the outbox says were created or announced; other activities are ignored."""
    return stage(connection, source, partial(elements, source, "orderedItems"), _activities(), mapping)


def _statuses(record: dict[str, Any]) -> Iterator[Message]:
    for status in _found(record):
        yield from _status(status)


def _found(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The statuses in a record: itself, those of a search or of a thread's context, the one that is notified of."""
    if _is_status(record):
        return [record]
    listed = [status for key in _LISTS if isinstance(record.get(key), list) for status in record[key]]
    return [status for status in [*listed, record.get("status")] if isinstance(status, dict) and _is_status(status)]


def _status(status: dict[str, Any], nested: bool = False) -> Iterator[Message]:
    account, content = status.get("account") or {}, status.get("content") or ""
    inner = status.get("reblog")
    quote = (status.get("quote") or {}) if not inner else {}
    quoted = quote.get("quoted_status") or (quote if _is_status(quote) else None)
    parent = (inner or {}).get("id") or status.get("in_reply_to_id") or (quoted or quote).get("id")
    parent = parent or quote.get("quoted_status_id")
    kind = "repost" if inner else "reply" if status.get("in_reply_to_id") else "quote" if parent else "post"
    yield {
        "platform": "mastodon",
        "id": status["id"],
        "created_at": status["created_at"],
        "author_id": account.get("id"),
        "author": account.get("acct"),
        "followers": account.get("followers_count"),
        "text": _text(status.get("spoiler_text"), inner.get("content") or "" if inner else content),
        "lang": status.get("language"),
        "kind": kind,
        "visibility": "public" if status.get("visibility", "public") in ("public", "unlisted") else "private",
        "parent_id": parent,
        "conversation_id": status["id"] if kind in ("post", "quote") else None,
        "links": links(inner.get("content") or "" if inner else content),
        "url": status.get("url") or status.get("uri"),
        "likes": status.get("favourites_count"),
        "reposts": status.get("reblogs_count"),
        "replies": status.get("replies_count"),
        "nested": nested,
    }
    for other in filter(None, (inner, quoted)):
        yield from _status(other, nested=True)


def _activities() -> Callable[[Any], Iterator[Message]]:
    """A function that gives the messages of one activity; it remembers which status began which conversation."""
    roots: dict[str, str] = {}

    def messages(activity: dict[str, Any]) -> Iterator[Message]:
        said = activity.get("object")
        if activity.get("type") == "Announce":
            yield from _announced(activity)
        elif activity.get("type") == "Create" and isinstance(said, dict) and said.get("type") in _MESSAGES:
            yield _note(said, activity, roots)

    return messages


def _announced(activity: dict[str, Any]) -> Iterator[Message]:
    said = activity["object"]
    address = said if isinstance(said, str) else said["id"]
    whole = said if isinstance(said, dict) and said.get("type") in _MESSAGES else None
    yield {
        "platform": "mastodon",
        "id": _identity(activity["id"]),
        "created_at": activity["published"],
        "author_id": activity.get("actor"),
        "author": _handle(activity.get("actor")),
        "text": plain_text(whole.get("content") or "") if whole else "",
        "kind": "repost",
        "visibility": _visibility(activity),
        "parent_id": _identity(address),
        "links": [address],
        "url": activity["id"].removesuffix("/activity"),
    }
    if whole:
        yield _note(whole, whole, {}) | {"nested": True}


def _note(note: dict[str, Any], activity: dict[str, Any], roots: dict[str, str]) -> Message:
    identity, answered, thread = _identity(note["id"]), note.get("inReplyTo"), note.get("conversation")
    content = note.get("content") or next(iter((note.get("contentMap") or {}).values()), "")
    spoken = list(note.get("contentMap") or {})
    if thread and not answered:
        roots.setdefault(thread, identity)
    actor = note.get("attributedTo") or activity.get("actor")
    return {
        "platform": "mastodon",
        "id": identity,
        "created_at": note.get("published") or activity.get("published"),
        "author_id": actor,
        "author": _handle(actor),
        "text": _text(note.get("summary"), content),
        "lang": spoken[0] if len(spoken) == 1 else None,
        "kind": "reply" if answered else "post",
        "visibility": _visibility(note if "to" in note else activity),
        "parent_id": _identity(answered) if answered else None,
        "conversation_id": roots.get(thread or "") or (None if answered else identity),
        "links": links(content),
        "url": note.get("url") if isinstance(note.get("url"), str) else note["id"],
    }


def _text(warning: str | None, html: str) -> str:
    """What a reader sees: the content warning, where there is one, stands above the text."""
    return "\n\n".join(part for part in ((warning or "").strip(), plain_text(html)) if part)


def _identity(address: str) -> str:
    number = _STATUS.search(address)
    return number[1] if number else address


def _handle(actor: Any) -> str | None:
    name = _OWNER.search(actor) if isinstance(actor, str) else None
    return name[1] if name else None


def _visibility(addressed: dict[str, Any]) -> str:
    said_to = [addressed.get("to") or [], addressed.get("cc") or []]
    readers = [reader for part in said_to for reader in ([part] if isinstance(part, str) else part)]
    return "public" if any(reader in _PUBLIC for reader in readers) else "private"


def _is_status(record: dict[str, Any]) -> bool:
    return record.keys() >= {"id", "created_at", "account", "content", "visibility"} and "reblogs_count" in record


#: The statuses in `source`, and those that stand in them as boosted or quoted.
FORMAT = told_by("mastodon", "statuses of the Mastodon API", recognises, records, _statuses)
OUTBOX = Format("mastodon-outbox", "the outbox.json of a Mastodon account archive", recognises_outbox, read_outbox)
