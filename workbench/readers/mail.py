"""Mail: a mailbox in mbox form, or one message (EML). Private. Threads by In-Reply-To and References (RFC 5322)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.readers import markup
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.messages import Message, stage
from workbench.readers.part import contents
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    from email.message import EmailMessage

    import duckdb

#: A longer message is cut: what follows is an attachment's bulk, bytes.
_LONGEST = 64 << 20
#: A message has fewer headers than this, in lines.
_MOST = 2_000
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:")
_SEPARATOR = re.compile(rb"From \S+.* \d\d:\d\d(:\d\d)? .*\d{4}")
_ID = re.compile(r"<([^<>\s]+)>")


def recognises(head: Head) -> bool:
    """Whether it begins with mail headers, or with the line that parts the messages of a mailbox."""
    lines = head.text.lstrip("\n").split("\n", _MOST)[:_MOST]
    if _SEPARATOR.match(lines[0].encode("utf-8", "replace")):
        lines = lines[1:]
    top = lines[: next((place for place, line in enumerate(lines) if not line.strip()), len(lines))]
    if not all(_HEADER.match(line) or line[:1] in " \t>" for line in top):
        return False
    names = {line.partition(":")[0].lower() for line in top if _HEADER.match(line)}
    return "from" in names and len(names & {"date", "message-id", "subject", "to", "received"}) >= 2


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The messages in `source`, their text without HTML. A message without an id is told by its content."""
    reading = stage(connection, source, lambda: _mails(source), _messages, mapping)
    return replace(reading, raw=lambda numbers: _raw(source, set(numbers)))


def _raw(source: Source, numbers: set[int]) -> dict[int, str]:
    return {
        number: mail.decode("utf-8", "replace").replace("\0", "")
        for number, mail in enumerate(_mails(source), 1)
        if number in numbers
    }


def _mails(source: Source) -> Iterator[bytes]:
    """The bytes of every message: a mailbox is parted at lines that begin with "From " behind a blank line."""
    mail: list[bytes] = []
    size, blank = 0, True
    for line in _lines(contents(source.part, source.scratch)):
        if blank and _SEPARATOR.match(line):
            if any(part.strip() for part in mail):
                yield b"".join(mail)
            mail, size = [], 0
        elif size < _LONGEST:
            mail.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        blank = not line.strip()
    if any(part.strip() for part in mail):
        yield b"".join(mail)


def _lines(data: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in data:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest


def _messages(mail: bytes) -> Iterator[Message]:
    from email import message_from_bytes, policy
    from email.utils import getaddresses

    message = message_from_bytes(mail.lstrip(b"\r\n"), policy=policy.default)
    if not message.keys():
        raise ValueError("it has no headers")
    references = _ID.findall(_header(message, "References"))
    answered = _ID.findall(_header(message, "In-Reply-To")) or references[-1:]
    own = _ID.findall(_header(message, "Message-ID"))[:1]
    sender = next(iter(getaddresses([_header(message, "From")])), ("", ""))
    yield {
        "platform": "email",
        "id": own[0] if own else None,
        "created_at": _time(message),
        "author": (sender[1] or sender[0]).lower() or None,
        "text": _text(message),
        "kind": "reply" if answered else "post",
        "visibility": "private",
        "parent_id": answered[0] if answered else None,
        "conversation_id": next(iter([*references, *answered, *own]), None),
        "title": _header(message, "Subject") or None,
    }


def _header(message: EmailMessage, name: str) -> str:
    """The header's text on one line, empty where there is none or where it is beyond repair."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # the standard library's header parser fails in many ways on what spam writes
        value = next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    return re.sub(r"\s+", " ", value).strip()


def _time(message: EmailMessage) -> str | None:
    """When it was sent, else when it was first received; no offset, or -0000, is UTC (RFC 5322)."""
    from email.utils import parsedate_to_datetime

    received = [str(value).rpartition(";")[2] for key, value in message.raw_items() if key.lower() == "received"]
    for text in [_header(message, "Date"), *reversed(received)]:
        try:
            moment = parsedate_to_datetime(text.strip())
        except ValueError:
            continue
        return moment.replace(tzinfo=moment.tzinfo or dt.UTC).isoformat()
    return _header(message, "Date") or None


def _text(message: EmailMessage) -> str:
    """The plain text of the message, else what a reader would see of its HTML; attachments are left out."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text" and not _is_attached(part)]
    plain = [_decoded(part) for part in parts if part.get_content_subtype() == "plain"]
    html = [markup.plain_text(_decoded(part)) for part in parts if part.get_content_subtype() == "html"]
    return "\n".join(text.strip() for text in (plain if any(map(str.strip, plain)) else html)).strip()


def _is_attached(part: EmailMessage) -> bool:
    return _header(part, "Content-Disposition").lower().startswith("attachment")


def _decoded(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        text = data.decode(part.get_content_charset("utf-8"), "strict")
    except (LookupError, UnicodeDecodeError):
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\0", "")


FORMAT = Format("mail", "a mailbox (mbox) or a mail (EML)", recognises, read)
