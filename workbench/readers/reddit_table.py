"""Tables of Reddit's posts or comments, as scripts write them with PRAW."""

from __future__ import annotations

from workbench.readers.reddit import SITE
from workbench.readers.tables import Shape, known

#: In tables of posts `url` is where a link post leads, and the post's own address only for posts of text.
_OWN = r"regexp_matches({url}, '^https?://([\w.]+\.)?reddit\.com/r/[^/]+/comments/')"
_TEXT = "case when {%s} in ('[deleted]', '[removed]') then '' else coalesce({%s}, '') end"
_AUTHOR = "case when {author} not in ('', '[deleted]', 'None', 'nan') then {author} end"
_BARE = "nullif(split_part({%s}, '_', -1), '')"
_POST_SQL = {
    "url": f"case when {{permalink}} like '/r/%' then '{SITE}' || {{permalink}} when {{permalink}} like 'http%' then"
    f" {{permalink}} when {_OWN} then {{url}} else '{SITE}/comments/' || {{id}} end",
    "links": f"case when {{url}} like 'http%' and not {_OWN} then [{{url}}] end",
    "conversation_id": "{id}",
    "kind": "'post'",
    "author": _AUTHOR,
}
_POST = {"platform": ":reddit", "id": "id", "title": "title", "likes": "score", "author_id": "author_fullname"}
_COMMENT = {
    "platform": ":reddit", "id": "id", "author": "author", "author_id": "author_fullname", "text": "body",
    "created_at": "created_utc", "likes": "score",
}  # fmt: skip
_COMMENT_SQL = {
    "text": _TEXT % ("body", "body"),
    "author": _AUTHOR,
    "parent_id": _BARE % "parent_id",
    "conversation_id": _BARE % "link_id",
    "kind": "'comment'",
    "url": f"case when {{permalink}} like '/r/%' then '{SITE}' || {{permalink}} else {{permalink}} end",
}
FORMAT = known(
    "reddit-csv",
    "a table of Reddit posts or comments made with PRAW",
    Shape(
        frozenset({"title", "score", "id", "url", "comms_num", "created", "body"}),
        _POST | {"created_at": "created", "text": "body", "replies": "comms_num", "author": "author"},
        _POST_SQL | {"text": _TEXT % ("body", "body")},
    ),
    Shape(
        frozenset({"title", "score", "id", "url", "num_comments", "created_utc", "selftext"}),
        _POST | {"created_at": "created_utc", "text": "selftext", "replies": "num_comments", "author": "author"},
        _POST_SQL | {"text": _TEXT % ("selftext", "selftext")},
    ),
    Shape(frozenset({"id", "author", "body", "created_utc", "parent_id", "link_id"}), _COMMENT, _COMMENT_SQL),
)
