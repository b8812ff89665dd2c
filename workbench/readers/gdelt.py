"""GDELT: the articles that its DOC API lists (JSON or CSV), and the Global Knowledge Graph 2.1. Times are GDELT's, UTC.

The time is when GDELT first saw the article, up to a quarter of an hour after it appeared.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.readers import delimited
from workbench.readers.format import Format, Reading
from workbench.readers.json_tables import known_json
from workbench.readers.mapping import Mapping
from workbench.readers.places import identity, language
from workbench.readers.source import Head, Source
from workbench.readers.tables import Shape, known
from workbench.readers.twitter_v1 import unescaped

if TYPE_CHECKING:
    import duckdb

_NEWS = {"platform": ":news", "kind": ":article"}
_GRAPH_LINE = re.compile(r"\d{14}-T?\d+\t\d{14}\t\d\t")
_SEEN = r"regexp_replace(%s, '^(\d\d\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?$', '\1-\2-\3T\4:\5:\6Z')"
_ID = identity("{url}", "'news'")

ARTICLES = known_json(
    "gdelt",
    "articles listed by GDELT's DOC API",
    must=frozenset({"url", "seendate", "domain"}),
    within="articles",
    keys=("url", "title", "seendate", "domain", "language"),
    columns={**_NEWS, "url": "url", "author": "domain", "title": "title", "text": "title"},
    sql={"created_at": _SEEN % "{seendate}", "id": _ID, "lang": language("{language}")},
)
LIST = known(
    "gdelt-csv",
    "a table of articles listed by GDELT's DOC API",
    Shape(
        frozenset({"URL", "MobileURL", "Date", "Title"}),
        {**_NEWS, "url": "URL", "created_at": "Date", "text": "Title", "title": "Title"},
        {"id": _ID, "author": r"regexp_extract({URL}, '//(?:www\.)?([^/]+)', 1)"},
        timezone="UTC",
    ),
)


def _is_graph(head: Head) -> bool:
    return _GRAPH_LINE.match(head.text) is not None


def _read_graph(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The articles of the graph: column 2 the time, 4 the site, 5 the address, 27 extras with the page's title."""
    columns = {**_NEWS, "created_at": "#2", "author": "#4", "url": "#5", "text": "#27"}
    title = "regexp_extract({#27}, '<PAGE_TITLE>(.*?)</PAGE_TITLE>', 1)"
    title = unescaped(title)
    sql = {"created_at": _SEEN % "{#2}", "text": title, "title": title, "id": identity("{#5}", "'news'")}
    sql["id"] = f"case when {{#3}} = '1' then {sql['id']} end"  # other collections are no web pages
    told = replace(mapping, columns=columns | mapping.columns, header=False, delimiter="\t", timezone="UTC")
    return delimited.read_told(connection, source, told, sql)


GRAPH = Format("gdelt-gkg", "GDELT's Global Knowledge Graph 2.1", _is_graph, _read_graph)
