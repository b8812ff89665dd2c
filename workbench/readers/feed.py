"""News feeds, RSS 0.9 to 2.0 and Atom: each entry is an article, or a post of the platform that it leads to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from workbench.errors import WorkbenchError
from workbench.readers import markup
from workbench.readers.addresses import HOSTS, ID_IN_URL
from workbench.readers.compression import chunks
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.messages import Message, stage
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import duckdb

_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_PROLOG = re.compile(r"\s*(<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>\s*)*", re.DOTALL)
_FORM = re.compile(r"https?://(?:www\.)?")


def recognises(head: Head) -> bool:
    """Whether the first element of the XML in `head` is that of a feed."""
    prolog = _PROLOG.match(head.text)
    return prolog is not None and _ROOT.match(head.text, prolog.end()) is not None


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The entries of the feed. WorkbenchError where the XML is broken, or defines entities (how XML bombs are made)."""
    prolog = _PROLOG.match(source.head.text)
    if prolog is None or "<!ENTITY" in prolog[0]:
        raise WorkbenchError(f"{source.name} defines entities of its own, which feeds never need: it is not read")
    return stage(connection, source, lambda: _entries(source), _messages, mapping)


def _entries(source: Source) -> Iterator[dict[str, Any]]:
    """Every entry as a record: the texts of its elements by their names, without their name spaces."""
    from xml.etree import ElementTree

    parser = ElementTree.XMLPullParser(["end"], _parser=ElementTree.XMLParser(encoding="utf-8"))
    try:
        for piece in chunks(source.path):
            parser.feed(piece)
            for event in parser.read_events():
                element = cast(Any, event)[1]
                if isinstance(element, ElementTree.Element) and _name(element) in ("item", "entry"):
                    yield _record(element)
                    element.clear()
        parser.close()
    except ElementTree.ParseError as error:
        why = f"{source.name} is broken XML ({error})"
        raise WorkbenchError(f"{why}: nothing of it was loaded; fetch it again") from error


def _record(entry: Element) -> dict[str, Any]:
    from xml.etree.ElementTree import tostring

    record: dict[str, Any] = {}
    for element in entry:
        name = _name(element)
        if name == "author" and len(element):
            record.setdefault("author", _below(element, "name"))
        elif name == "link" and element.get("href"):
            if element.get("rel", "alternate") == "alternate":
                record.setdefault("link", element.get("href"))
        elif name == "encoded" or element.get("type") == "xhtml":
            record.setdefault("content", element.text or tostring(element, "unicode"))
        else:
            record.setdefault(name, (element.text or "").strip())
    return record


def _messages(record: dict[str, Any]) -> Iterator[Message]:
    link = record.get("link") or ""
    title = markup.plain_text(record.get("title") or "")
    html = record.get("content") or record.get("description") or record.get("summary") or ""
    text = markup.plain_text(html)
    where = next((name for name, host in HOSTS.items() if re.search(host, link)), "news")
    within = (re.search(pattern, link) for pattern in ID_IN_URL.get(where, ()))
    identity = next((found[1] for found in within if found), record.get("id") or record.get("guid") or link)
    author = record.get("creator") or record.get("author") or ""
    yield {
        "platform": where,
        "id": _FORM.sub("", identity).rstrip("/") if where == "news" else identity,
        "created_at": _time(record),
        "author": author.removeprefix("/u/") or None,
        "text": text if text.startswith(title) or not title else f"{title}\n\n{text}".strip(),
        "lang": record.get("language"),
        "kind": "article" if where == "news" else "post",
        "links": markup.links(html),
        "url": link or None,
        "title": title or None,
    }


def _time(record: dict[str, Any]) -> str | None:
    """The first time in the record, as ISO 8601: RSS writes it as mail does, Atom and Dublin Core as ISO already."""
    from email.utils import parsedate_to_datetime

    names = ("pubDate", "published", "date", "issued", "updated")
    found = next((record[name] for name in names if record.get(name)), None)
    if found is None or re.match(r"\d{4}-", found):
        return found
    try:
        moment = parsedate_to_datetime(found)
    except ValueError:
        return str(found)
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC).isoformat()


def _below(element: Element, name: str) -> str | None:
    return next((child.text for child in element if _name(child) == name), None)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


FORMAT = Format("feed", "an RSS or Atom feed", recognises, read)
