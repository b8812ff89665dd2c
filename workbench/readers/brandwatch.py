"""Mentions as Brandwatch's Consumer Research API gives them: pages with `results`, an array, or a mention a line."""

from __future__ import annotations

from workbench.readers.json_tables import known_json
from workbench.readers.listening_tools import BRANDWATCH_COLUMNS, BRANDWATCH_SQL

_KEYS = (
    "date", "snippet", "fullText", "title", "author", "url", "threadId", "pageType", "pageTypeName",
    "contentSourceName", "domain", "language", "replyTo", "retweetOf", "threadEntryType", "twitterAuthorId",
    "facebookAuthorId", "twitterFollowers", "instagramFollowerCount", "expandedUrls", "displayUrls", "likes",
    "twitterLikes", "facebookLikes", "instagramLikeCount", "twitterRetweets", "facebookShares", "twitterReplyCount",
    "facebookComments", "instagramCommentCount", "queryId", "resourceId",
)  # fmt: skip

FORMAT = known_json(
    "brandwatch-json",
    "mentions from Brandwatch's API",
    must=frozenset({"queryId", "resourceId", "url"}),
    within="results",
    keys=_KEYS,
    columns={ours: next(key for key in _KEYS if key.lower() == theirs.replace(" ", "").lower())
             for ours, theirs in BRANDWATCH_COLUMNS.items()},
    sql=BRANDWATCH_SQL,
)  # fmt: skip
