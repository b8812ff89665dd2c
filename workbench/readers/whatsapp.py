"""A WhatsApp chat exported as text, as Android and iOS write it in most of their regional forms.

A line begins a message when a date and a time stand before it; others go on with the message before. The form of the
date differs by phone: the whole chat shows what comes first, or `--map date_format=…` says it. Chats are private.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbench.readers.messages import Message, told_by
from workbench.readers.source import Head, Source

_WHEN = (
    r"(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}),?\s+(?:[^\W\d]{1,4}\s+)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*([ap]\.?\s*m\.?)?"
)
_BEGINS = re.compile(rf"[\u200e\u200f\ufeff]*(?:\[{_WHEN}\]\s|{_WHEN}\s+[-–]\s)(.*)", re.I | re.S)
#: Who speaks stands before a colon; a notice has none, or quotes a name before it.
_SPOKEN = re.compile(r"[\u200e\u200f]*([^:\"“„«]{1,100}):(?:\s(.*)|(\D.*)|)", re.S)


def recognises(head: Head) -> bool:
    """Whether the first line begins a message, and somebody speaks in one of the first hundred."""
    lines = [line for line in head.text.split("\n", 100)[:100] if line.strip()]
    begun = [found for found in map(_BEGINS.fullmatch, lines) if found]
    return bool(begun) and _BEGINS.fullmatch(lines[0]) is not None and any(_SPOKEN.fullmatch(m[11]) for m in begun)


def _texts(source: Source) -> Iterator[str]:
    """The text of each message or notice with its date, as it stands in the file."""
    with source.path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        text = ""
        for line in stream:
            if _BEGINS.fullmatch(line.rstrip("\r\n")) and text:
                yield text.rstrip("\r\n")
                text = ""
            text += line
        if text.strip():
            yield text.rstrip("\r\n")


def _messages(text: str) -> Iterator[Message]:
    begun = _BEGINS.fullmatch(text)
    if begun is None:
        raise ValueError("no date stands before it")
    spoken = _SPOKEN.fullmatch(begun[11])
    if spoken:
        yield {
            "platform": "other",
            "created_at": _time(*(begun.groups()[:5] if begun[1] else begun.groups()[5:10])),
            "author": spoken[1].strip(),
            "text": (spoken[2] or spoken[3] or "").strip("\u200e\u200f \r"),
            "kind": "post",
            "visibility": "private",
        }


def _time(day: str, hour: str, minute: str, second: Any, half: Any) -> str:
    """Date and clock in one of the forms that tables have, too; 00:08 a.m., which some phones write, is 00:08."""
    clock = f"{hour}:{minute}" + (f":{second}" if second else "")
    twelve = half and 1 <= int(hour) <= 12
    return f"{day} {clock}" + (f" {half[0].upper()}M" if twelve else "")


#: The messages in `source`; notices (somebody joined, the subject changed …) are ignored.
FORMAT = told_by("whatsapp", "a WhatsApp chat exported as text", recognises, _texts, _messages, local=True)
