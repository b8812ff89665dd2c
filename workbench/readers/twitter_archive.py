"""The account archive that X hands to an account's owner: `tweets.js`, its part files, and the older monthly files.

The file does not say whose account it is (that is in account.js), so the author is unknown unless it is told with
`--map author=:handle`. Texts and fields are those of API v1.1, numbers written as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.errors import UsageError
from workbench.readers.documents import outline, records
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.messages import Message, stage
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_HOLDS = re.compile(r"\s*(window\.YTD\.(tweets?|community_tweets?)\.part\d+|Grailbird\.data\.tweets_\w+)\s*=\s*\[")
#: 'Fri Mar 06 13:02:05 +0000 2026', and as the older files have it: '2015-01-24 02:02:37 +0000'.
_WORDED = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})")
_QUOTES = re.compile(r"https?://(?:mobile\.|www\.)?(?:twitter|x)\.com/\w+/status/(\d+)(?:\?.*)?$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def recognises(head: Head) -> bool:
    """Whether a script begins that holds an account's tweets."""
    return _HOLDS.match(head.text) is not None and isinstance(outline(head), list)


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The tweets in `source`; `mapping` may give their author and author_id as constants."""
    owner = {}
    for name, value in mapping.columns.items():
        if name not in ("author", "author_id") or not value.startswith(":"):
            raise UsageError(f"{source.name} is {FORMAT.title}: only its owner can be told, as in --map author=:handle")
        owner[name] = value[1:].removeprefix("@")
    return stage(connection, source, partial(records, source), partial(_messages, owner), mapping)


def tweet(record: dict[str, Any], owner: dict[str, str]) -> Message:
    """The message in a v1.1 tweet by its owner."""
    identity = record.get("id_str") or record["id"]
    answered = record.get("in_reply_to_status_id_str") or record.get("in_reply_to_status_id")
    text = record.get("full_text") or record.get("text") or ""
    user = record.get("user") or {}
    author = user.get("screen_name") or owner.get("author")
    urls = [url.get("expanded_url") or url.get("url") for url in (record.get("entities") or {}).get("urls") or []]
    # Twitter shows a link to a tweet at the end of a text as a quotation; the archive keeps only the link.
    quotes = urls and not answered and not text.startswith("RT @")
    quoted = _QUOTES.match(urls[-1] or "") if quotes else None
    return {
        "platform": "twitter",
        "id": identity,
        "created_at": _time(record.get("created_at")),
        "author": author,
        "author_id": user.get("id_str") or owner.get("author_id"),
        "text": text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
        "lang": record.get("lang"),
        "kind": "quote" if quoted else None,
        "parent_id": answered or (quoted[1] if quoted else None),
        "conversation_id": None if answered or text.startswith("RT @") else identity,
        "links": [url for url in urls if url],
        "url": f"https://twitter.com/{author or 'i'}/status/{identity}",
        "likes": record.get("favorite_count"),
        "reposts": record.get("retweet_count"),
    }


def _messages(owner: dict[str, str], record: dict[str, Any]) -> Iterator[Message]:
    status = record.get("tweet", record)
    retweeted = status.get("retweeted_status")
    message = tweet(status, owner)
    if retweeted:
        inner = tweet(retweeted, {})
        yield message | {"kind": "repost", "parent_id": inner["id"], "conversation_id": None}
        yield inner | {"nested": True}
    else:
        yield message


def _time(text: Any) -> Any:
    worded = _WORDED.fullmatch(text) if isinstance(text, str) else None
    if worded and worded[1] in _MONTHS:
        month, day, clock, hours, minutes, year = worded.groups()
        return f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{clock}{hours}:{minutes}"
    return re.sub(r" ([+-]\d{4})$", r"\1", text) if isinstance(text, str) else text


FORMAT = Format("twitter-archive", "the tweets.js of a Twitter account archive", recognises, read, mappable=True)
