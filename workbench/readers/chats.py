"""Chats of Discord, as DiscordChatExporter saves them, and of Slack, a file for each channel and day: private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any

from workbench.readers.documents import elements, outline, records, samples
from workbench.readers.messages import Message, moment, told_by
from workbench.readers.source import Head
from workbench.readers.tables import Shape, known

_PRIVATE = {"platform": "other", "visibility": "private"}
_TABLE = frozenset({"AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"})
#: Slack's messages of these kinds are somebody's words; the others are notices.
_SAID = (None, "thread_broadcast", "file_share", "me_message", "bot_message")
_LINK = re.compile(r"<(https?://[^|>]+)(?:\|([^>]*))?>")


def is_discord(head: Head) -> bool:
    """Whether a channel of Discord begins."""
    value = outline(head)
    return isinstance(value, dict) and {"guild", "channel", "messages"} <= value.keys()


def is_slack(head: Head) -> bool:
    """Whether a day of a channel of Slack begins."""
    marks = {"type", "ts", "text"}
    return any(marks <= record.keys() and record["type"] == "message" for record in samples(head))


def _discord(record: dict[str, Any]) -> Iterator[Message]:
    if record["type"] not in ("Default", "Reply"):
        return
    author, answered = record["author"], (record.get("reference") or {}).get("messageId")
    yield {
        **_PRIVATE,
        "id": record["id"],
        "created_at": record["timestamp"],
        "author_id": author.get("id"),
        "author": author.get("name"),
        "text": record.get("content") or "",
        "kind": "reply" if answered else "post",
        "parent_id": answered,
        "likes": sum(reaction.get("count") or 0 for reaction in record.get("reactions") or []),
    }


def _slack(record: dict[str, Any]) -> Iterator[Message]:
    if record.get("type") != "message" or record.get("subtype") not in _SAID:
        return
    said, thread = record.get("text") or "", record.get("thread_ts")
    person = record.get("user_profile") or {}
    yield {
        **_PRIVATE,
        "created_at": moment(record["ts"]),
        "author_id": record.get("user") or record.get("bot_id"),
        "author": person.get("name") or record.get("username") or record.get("user"),
        "text": unescape(_LINK.sub(lambda link: link[2] or link[1], said)),
        "kind": "reply" if thread and thread != record["ts"] else "post",
        "links": [unescape(link[1]) for link in _LINK.finditer(said)] or None,
        "likes": sum(reaction.get("count") or 0 for reaction in record.get("reactions") or []),
    }


FORMATS = (
    told_by("discord", "a channel of Discord", is_discord, partial(elements, key="messages"), _discord),
    known(
        "discord-csv",
        "a channel of Discord as a table",
        Shape(
            _TABLE,
            {"platform": ":other", "visibility": ":private", "created_at": "Date", "text": "Content",
             "author": "Author", "author_id": "AuthorID"},
        ),
    ),
    #: A message's number counts within its channel, which a file does not name: messages are told by their content.
    told_by("slack", "a day of a channel of Slack", is_slack, records, _slack),
)  # fmt: skip
