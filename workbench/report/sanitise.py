"""The last gate before a page: only the elements and attributes that our own sections use get through."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from workbench.report.markup import Markup

_TAGS = frozenset({
    "a", "abbr", "article", "aside", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "header", "hr", "i",
    "li", "main", "mark", "ol", "p", "pre", "s", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "col"})
_UNSEEN = frozenset(
    {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "textarea", "select"}
)
_ATTRIBUTES = frozenset({
    "aria-label", "aria-hidden", "aria-labelledby", "class", "colspan", "datetime", "dir", "id", "lang", "open", "role",
    "rowspan", "scope", "tabindex", "title",
})  # fmt: skip
_FRAGMENT = re.compile(r"#[\w.-]+\Z")


def sanitised(markup: str) -> Markup:
    """`markup` rebuilt from a list of harmless elements and attributes; links lead only inside the page.

    Our sections escape at the source; this catches what a changed or foreign notebook lets through.
    """
    gate = _Gate()
    gate.feed(markup)
    gate.close()
    gate.shut(0)
    return Markup("".join(gate.kept))


class _Gate(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.open: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        if self.unseen or tag not in _TAGS:
            return
        self.kept.append(f"<{tag}{''.join(_attribute(name, value or '') for name, value in attrs)}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)
            if tag not in _VOID:
                self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif not self.unseen and tag in self.open:
            self.shut(len(self.open) - 1 - self.open[::-1].index(tag))

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.kept.append(html.escape(data, quote=False))

    def shut(self, depth: int) -> None:
        while len(self.open) > depth:
            self.kept.append(f"</{self.open.pop()}>")


def _attribute(name: str, value: str) -> str:
    if name == "href":
        return f' href="{value}"' if _FRAGMENT.match(value) else ""
    if name in _ATTRIBUTES:
        return f' {name}="{html.escape(value, quote=True)}"'
    return ""
