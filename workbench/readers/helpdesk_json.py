"""Tickets of a helpdesk as JSON, from Zendesk's and Freshdesk's exports and APIs: private, with what was written since.

Internal notes are no messages to anybody outside, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from workbench.readers import documents
from workbench.readers.format import Format
from workbench.readers.markup import plain_text
from workbench.readers.messages import Message, told_by
from workbench.readers.source import Head, Source

#: Under these keys a ticket stands in its record, and tickets stand in a page.
_TICKETS, _TICKET = ("tickets", "results"), ("ticket", "helpdesk_ticket")
_ZENDESK = frozenset({"subject", "requester_id", "submitter_id", "created_at"})
_FRESHDESK = frozenset({"subject", "requester_id", "responder_id", "created_at"})
_PRIVATE = {"platform": "helpdesk", "visibility": "private"}


def _format(name: str, title: str, must: frozenset[str], parts: tuple[str, ...]) -> Format:
    """The format of tickets with the keys `must`, and what was written since under one of the keys `parts`."""

    def recognises(head: Head) -> bool:
        found = [ticket for record in documents.samples(head) for ticket in list(_tickets(record))[:3]]
        return any(isinstance(ticket, dict) and must <= ticket.keys() for ticket in found)

    return told_by(name, title, recognises, _all, partial(_messages, parts))


def _all(source: Source) -> Iterator[Any]:
    for record in documents.records(source):
        yield from _tickets(record)


def _tickets(record: Any) -> Iterator[Any]:
    """The tickets in `record`: those of a page, the one within it, or itself."""
    inner: dict[str, Any] = record if isinstance(record, dict) else {}
    page = next((inner[key] for key in _TICKETS if isinstance(inner.get(key), list)), [record])
    for ticket in page:
        within = next((ticket[key] for key in _TICKET if isinstance(ticket, dict) and key in ticket), None)
        yield within if isinstance(within, dict) else ticket


def _messages(parts: tuple[str, ...], ticket: dict[str, Any]) -> Iterator[Message]:
    number = ticket.get("display_id") or ticket["id"]
    who = _person(ticket)
    since = [part for key in parts for part in ticket.get(key) or []]
    body = _text(ticket)
    yield {
        **_PRIVATE,
        "id": number,
        "created_at": ticket["created_at"],
        "author_id": ticket.get("requester_id"),
        "author": who,
        "text": body or ticket.get("subject") or "",
        "title": ticket.get("subject"),
        "kind": "post",
        "conversation_id": number,
    }
    for part in since:
        said = _text(part)
        first = said == body and part.get("created_at") == ticket["created_at"]  # Zendesk repeats it as a comment
        if part.get("public") is False or part.get("private") is True or first:
            continue
        author = part.get("author_id") or part.get("user_id")
        yield {
            **_PRIVATE,
            "id": f"{number}/{part['id']}",
            "created_at": part["created_at"],
            "author_id": author,
            "author": who if author == ticket.get("requester_id") else None,
            "text": said,
            "kind": "reply",
            "parent_id": number,
            "conversation_id": number,
        }


def _person(ticket: dict[str, Any]) -> str | None:
    """Who asked: an address where one is told, else a name."""
    asked = ticket.get("requester")
    sent = ((ticket.get("via") or {}).get("source") or {}).get("from") or {}
    told: list[dict[str, Any]] = [asked if isinstance(asked, dict) else {}, sent if isinstance(sent, dict) else {}]
    ways = [one.get("email") or one.get("address") for one in told] + [one.get("name") for one in told]
    ways.append(ticket.get("requester_name"))
    return next((way for way in ways if way), None)


def _text(part: dict[str, Any]) -> str:
    plain = part.get("description_text") or part.get("plain_body") or part.get("body_text")
    written = plain or part.get("description") or part.get("body") or part.get("html_body") or ""
    return plain_text(written) if "</" in written or "<br" in written else str(written)


FORMATS = (
    _format("zendesk-json", "tickets exported from Zendesk as JSON", _ZENDESK, ("comments",)),
    _format("freshdesk-json", "tickets exported from Freshdesk as JSON", _FRESHDESK, ("notes", "conversations")),
)
