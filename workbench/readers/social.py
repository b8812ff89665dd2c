"""The formats of social platforms: what their APIs, archives and collectors write."""

from __future__ import annotations

from workbench.readers import (
    bluesky,
    chats,
    gnip,
    hackernews,
    jetstream,
    mastodon,
    reddit,
    reddit_dump,
    reddit_table,
    telegram,
    telegram_page,
    twitter_archive,
    twitter_tables,
    twitter_v2,
    whatsapp,
    youtube,
)
from workbench.readers.format import Format

FORMATS: tuple[Format, ...] = (
    twitter_v2.FORMAT, twitter_v2.COUNTS, gnip.FORMAT, twitter_archive.FORMAT, *twitter_tables.FORMATS, reddit.FORMAT,
    reddit_dump.FORMAT, reddit_table.FORMAT, mastodon.FORMAT, mastodon.OUTBOX, bluesky.FORMAT, jetstream.FORMAT,
    youtube.FORMAT, hackernews.FORMAT, telegram.FORMAT, telegram_page.FORMAT, whatsapp.FORMAT, *chats.FORMATS,
)  # fmt: skip
