"""Telegram Desktop's pages, `messages.html`: one chat, as the program exports it unless it is asked for JSON.

A page does not tell the chat's number, with which messages are known elsewhere, so they are told by their content.
Chats are private: a page does not say that one is public.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from workbench.errors import WorkbenchError
from workbench.readers.compression import chunks
from workbench.readers.json_lines import LONGEST
from workbench.readers.markup import links, plain_text
from workbench.readers.messages import Message, told_by
from workbench.readers.source import Head, Source

_BEGINS = '<div class="message '
_WHEN = re.compile(r'date details"[^>]*title="([^"]*)"')
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
_FROM = re.compile(r'<div class="from_name">(.*?)</div>', re.S)
_TEXT = re.compile(r'<div class="text">(.*?)</div>', re.S)


def recognises(head: Head) -> bool:
    """Whether a page of a chat begins."""
    return head.text.lstrip()[:200].lower().startswith("<!doctype html") and 'class="page_body chat_page"' in head.text


def _blocks(source: Source) -> Iterator[tuple[str | None, str]]:
    """The markup of every message, with its author's: a message joined to the one before names nobody."""
    rest, author = "", None
    for piece in codecs.iterdecode(chunks(source.path), "utf-8", "replace"):
        found = (rest + piece).split(_BEGINS)
        rest = _BEGINS + found.pop() if len(found) > 1 else found.pop()
        if len(rest) > LONGEST:
            raise WorkbenchError(f"{source.name} is no page of Telegram Desktop: a message in it is immense")
        for block in found:
            if block.startswith(("default", "service")):
                author = _author(block) or author
                yield author, block
    if rest.startswith(_BEGINS):
        yield _author(rest) or author, rest.removeprefix(_BEGINS)


def _author(block: str) -> str | None:
    own = _FROM.search(block.partition('class="forwarded body"')[0])
    return plain_text(own[1]) if own else None


def _messages(record: tuple[str | None, str]) -> Iterator[Message]:
    author, block = record
    when, text = _WHEN.search(block), _TEXT.search(block)
    if not block.startswith("default"):
        return
    written = text[1] if text else ""
    yield {
        "platform": "telegram",
        "created_at": _iso(when[1]) if when else None,
        "author": author,
        "text": plain_text(written),
        "kind": "repost" if 'class="forwarded body"' in block else "reply" if 'class="reply_to' in block else "post",
        "visibility": "private",
        "links": links(written),
    }


def _iso(said: str) -> str:
    date = _DATE.fullmatch(said)
    return f"{date[3]}-{date[2]}-{date[1]}T{date[4]}{date[5] or ''}" if date else said


#: The messages of a page; its notices (joined, pinned, a day's date) are ignored.
FORMAT = told_by("telegram-html", "a page of a chat exported by Telegram Desktop", recognises, _blocks, _messages, True)
