"""Text out of HTML, as a reader of the page would see it."""

from __future__ import annotations

import re
from html import unescape

_DROPPED = re.compile(r"(?is)<(script|style)\b.*?(</\1\s*>|$)|<!--.*?(-->|$)")
_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:div|li|tr|h[1-6]|blockquote)\s*>")
_PARAGRAPH = re.compile(r"(?i)</p\s*>\s*|<p\b[^>]*>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"""(?i)<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')([^>]*)>""")


def plain_text(html: str) -> str:
    """`html` without tags: line breaks and paragraphs as such, entities as the characters that they stand for."""
    text = _DROPPED.sub("", html)
    text = _BREAK.sub("\n", text.replace("\r\n", "\n"))
    text = _TAG.sub("", _PARAGRAPH.sub("\n\n", text))
    return re.sub(r"\n{3,}", "\n\n", unescape(text).replace("\xa0", " ")).strip()


def links(html: str) -> list[str]:
    """Where the links in `html` lead, web addresses only; without those to hashtags and people, which are no links."""
    found = []
    for tag in _LINK.finditer(html):
        address = unescape(tag[1] or tag[2] or "")
        social = re.search(r"\b(mention|hashtag|u-url)\b", tag[0])
        if address.startswith(("http://", "https://")) and not social:
            found.append(address)
    return list(dict.fromkeys(found))
