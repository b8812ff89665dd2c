"""Telegram Desktop's result.json: one chat, or all chats of an account.

A message's number counts within its chat, so the chat's stands before it. A chat is taken for private unless the export
says that it is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbench.readers.documents import outline, sections
from workbench.readers.messages import Message, moment, told_by
from workbench.readers.source import Head, Source

_CHAT_ID, _CHAT_TYPE = re.compile(r'"id"\s*:\s*(-?\d+)'), re.compile(r'"type"\s*:\s*"(\w+)"')


def recognises(head: Head) -> bool:
    """Whether this is an exported chat, or an account's."""
    export = outline(head)
    chats = [export]
    if isinstance(export, dict) and isinstance(export.get("chats"), dict):
        chats = export["chats"].get("list") or []
    return any(_is_chat(chat) for chat in chats)


def _all(source: Source) -> Iterator[Any]:
    """Every message with the `chat` and `chat_type` that stand before its array."""
    for before, message in sections(source, "messages"):
        if isinstance(message, dict):
            number, kind = _CHAT_ID.findall(before), _CHAT_TYPE.findall(before)
            yield {"chat": number[-1] if number else None, "chat_type": kind[-1] if kind else None} | message
        else:
            yield message


def _messages(message: dict[str, Any]) -> Iterator[Message]:
    if message.get("type") != "message":
        return
    parts = message.get("text") or ""
    parts = parts if isinstance(parts, list) else [parts]
    text = "".join(part if isinstance(part, str) else part.get("text", "") for part in parts)
    addresses = [part.get("href") or part.get("text") for part in parts if isinstance(part, dict) and _is_link(part)]
    chat = f"{message['chat']}/" if message.get("chat") else ""
    answered = message.get("reply_to_message_id")
    yield {
        "platform": "telegram",
        "id": f"{chat}{message['id']}" if "id" in message else None,
        "created_at": moment(message["date_unixtime"]) if message.get("date_unixtime") else message.get("date"),
        "author_id": message.get("from_id"),
        "author": message.get("from"),
        "text": text,
        "kind": "repost" if message.get("forwarded_from") else "reply" if answered else "post",
        "visibility": "public" if str(message.get("chat_type")).startswith("public") else "private",
        "parent_id": f"{chat}{answered}" if answered else None,
        "links": [address for address in addresses if address] or None,
        "likes": sum(reaction.get("count") or 0 for reaction in message["reactions"])
        if message.get("reactions")
        else None,
    }


def _is_link(part: dict[str, Any]) -> bool:
    return part.get("type") in ("link", "text_link")


def _is_chat(chat: Any) -> bool:
    messages = chat.get("messages") if isinstance(chat, dict) else None
    if not isinstance(messages, list):
        return False
    dated = ("date", "date_unixtime")
    first = messages[:20]
    return any(
        isinstance(m, dict) and m.get("type") in ("message", "service") and any(d in m for d in dated) for m in first
    )


#: The messages of all chats in `source`; notices of the service (joined, pinned …) are ignored.
FORMAT = told_by("telegram", "a chat exported by Telegram Desktop", recognises, _all, _messages, local=True)
