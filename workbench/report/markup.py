"""HTML from plain text: everything that goes in is escaped here, at the source."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable

from workbench.phrase import plain, short_clock

_VOID = frozenset({"br", "hr", "col"})
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
#: Words written from right to left, which in a sentence of ours would turn what stands beside them.
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS}]+(?:[ ·]+[{_LETTERS}]+)*")


class Markup(str):
    """HTML that this package made; a notebook shows it as such."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)

    def __html__(self) -> str:
        return str(self)


def escape(text: object) -> Markup:
    """`text` as HTML that shows exactly its characters; Markup is let through as it is."""
    if isinstance(text, Markup):
        return text
    written = escaped(str(text))
    return written if written.isascii() else Markup(_RIGHT_TO_LEFT.sub(r"<bdi>\g<0></bdi>", written))


def escaped(text: str) -> Markup:
    """`text` as HTML of one direction, as it is where somebody else wrote the whole of it."""
    return Markup(html.escape(plain(text), quote=True))


def element(tag: str, *content: object, **attributes: str | None) -> Markup:
    """`<tag attributes>content</tag>`, content and values escaped.

    Attribute names lose a trailing underscore and write `-` for `_` (`class_`, `data_chart`); None leaves one out.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(plain(value), quote=True)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(content)}</{tag}>")


def join(parts: Iterable[object], between: str = "") -> Markup:
    """The parts, escaped, one after another with `between` (escaped too)."""
    return Markup(escape(between).join(escape(part) for part in parts if part is not None))


def table(
    caption: str, head: Iterable[object], rows: Iterable[Iterable[object]], numeric: Iterable[int] = (), kind: str = ""
) -> Markup:
    """A table in its own scrolling box, the first cell of each row its header; columns in `numeric` align right.

    A table of five columns or more is `wide`: on a phone each of its rows is a card.
    """
    right = set(numeric)
    columns = list(head)
    kind = f"{kind} wide".strip() if len(columns) >= 5 else kind

    def cell(tag: str, index: int, content: object, scope: str | None) -> Markup:
        return element(tag, content, scope=scope, class_="number" if index in right else None)

    header = element("tr", *(cell("th", i, title, "col") for i, title in enumerate(columns)))
    body = [
        element("tr", *(cell("th" if i == 0 else "td", i, v, "row" if i == 0 else None) for i, v in enumerate(row)))
        for row in rows
    ]
    inner = element("table", element("caption", caption), element("thead", header), element("tbody", *body))
    return element("div", inner, class_=f"scroll {kind}".strip(), tabindex="0", role="group", aria_label=caption)


def paragraph(*content: object, kind: str | None = None) -> Markup:
    """A paragraph."""
    return element("p", *content, class_=kind)


def moment(at: dt.datetime, zone: dt.tzinfo) -> Markup:
    """A time in a table whose caption names the zone (`phrase.timed`), never broken over two lines."""
    return element("span", short_clock(at, zone), class_="time")


def stranger(text: str, limit: int = 1000) -> Markup:
    """What somebody else wrote: escaped, cut at `limit` characters, its direction kept to itself."""
    shown = text if len(text) <= limit else f"{text[:limit]} … ({len(text):,} characters in all)"
    return element("bdi", escaped(shown))


def references(*content: object) -> Markup:
    """References with words that only lead to them: the public's page has neither."""
    return element("span", *content, class_="refs")


#: The class of what the public's page leaves out.
INTERNAL = "internal"


def internal(*content: object) -> Markup:
    """Text for the house alone."""
    return element("span", *content, class_=INTERNAL)


def reference(key: str) -> Markup:
    """A keyed reference to a message or person; the analyst's page makes it a link into the look-up."""
    return element("span", key, class_="ref")
