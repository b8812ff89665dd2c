"""Comments under one post, as ExportComments.com writes them: a title, the address of the post, then the table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.readers.addresses import HOSTS
from workbench.readers.format import Reading
from workbench.readers.mapping import Mapping
from workbench.readers.places import first, number
from workbench.readers.source import Head, Source
from workbench.readers.tables import Shape, known

if TYPE_CHECKING:
    import duckdb

_MUST = (
    {"Name (click to view profile)", "Profile ID", "Comment", "Date"},
    {"Name", "Profile ID", "Comment", "Date"},
    {"Username", "Profile ID", "Comment", "Date"},
)
_PAGE = re.compile(r'https?://[^\s,;"]+')


def _shapes(post: str) -> tuple[Shape, ...]:
    """The shapes of the tables of comments under the post at the address `post`."""
    where = next((name for name, host in HOSTS.items() if re.search(host, post)), "other")
    found = re.search(r"(?:/posts/|/videos/|fbid=|[?&]v=|/p/|/reel/|/video/|/status/|\d_|/)([\w-]+)/?$", post)
    # Facebook's ids are those of the page and of the post, with a line between
    thread = literal(re.sub(r"^\d+_(?=\d+$)", "", found[1])) if found else "null::varchar"
    sql = {
        "author": first("{Username}", "{Name (click to view profile)}", "{Name}"),
        "author_id": r"nullif(regexp_replace({Profile ID}, '^ID:\s*', ''), '')",
        "kind": "'comment'",
        "parent_id": thread,
        "conversation_id": thread,
        "likes": number("{Likes}"),
    }
    columns = {"platform": f":{where}", "created_at": "Date", "text": "Comment"}
    return tuple(Shape(frozenset(must), columns, sql) for must in _MUST)


def _post(head: Head) -> str:
    """The address of the post, which stands above the table."""
    above = head.text.partition("Profile ID")[0]
    found = _PAGE.search(above.partition("Source URL")[2])
    return found[0] if found else ""


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The comments in `source`; platform and thread are those of the post whose address stands above them."""
    return known("exportcomments", "", *_shapes(_post(source.head))).read(connection, source, mapping)


_TABLE = known("exportcomments", "comments saved by ExportComments.com", *_shapes(""))
FORMAT = replace(_TABLE, read=read)
