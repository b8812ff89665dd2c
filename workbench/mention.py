"""The mention table: one row is one message about a brand, whatever platform or export it came from."""

from __future__ import annotations

import re

from workbench.errors import UsageError

#: Column name to DuckDB type, in the order of the archive. Times are UTC.
COLUMNS: dict[str, str] = {
    "brand": "VARCHAR",
    "platform": "VARCHAR",
    "id": "VARCHAR",
    "created_at": "TIMESTAMPTZ",
    "author_id": "VARCHAR",
    "author": "VARCHAR",
    "followers": "BIGINT",
    "text": "VARCHAR",
    "lang": "VARCHAR",
    "kind": "VARCHAR",
    "visibility": "VARCHAR",
    "parent_id": "VARCHAR",
    "conversation_id": "VARCHAR",
    "links": "VARCHAR[]",
    "url": "VARCHAR",
    "likes": "BIGINT",
    "reposts": "BIGINT",
    "replies": "BIGINT",
    "views": "BIGINT",
    "collected_at": "TIMESTAMPTZ",
    "title": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}

PLATFORMS: tuple[str, ...] = (
    "twitter", "reddit", "mastodon", "bluesky", "facebook", "instagram", "threads", "tiktok", "youtube", "telegram",
    "linkedin", "news", "forum", "blog", "review", "hackernews", "email", "helpdesk", "other",
)  # fmt: skip

KINDS: tuple[str, ...] = ("post", "reply", "repost", "quote", "comment", "review", "article")

VISIBILITIES: tuple[str, ...] = ("public", "private")

_BRAND = re.compile(r"[a-z0-9_-]{1,64}")


def brand_name(text: str) -> str:
    """`text` itself when it can name a brand; a brand becomes a folder, so nothing else is let through.

    Raises UsageError otherwise.
    """
    if not _BRAND.fullmatch(text):
        raise UsageError(
            f"{text!r} can't be a brand name: use 1 to 64 lower-case letters, digits, '-' or '_', such as acme-motors"
        )
    return text
