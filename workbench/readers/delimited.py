"""Any table with one message a row: CSV, TSV, semicolons; the columns told by a mapping or by their names."""

from __future__ import annotations

import ast
import contextlib
import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.errors import WorkbenchError
from workbench.readers import times
from workbench.readers.format import Format, Reading
from workbench.readers.mapping import Mapping
from workbench.readers.names import assign
from workbench.readers.ragged import clean_copy
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source
from workbench.readers.twitter_v1 import unescaped

if TYPE_CHECKING:
    import duckdb

_DELIMITERS = (",", "\t", ";", "|")
#: What tools write where they have nothing, in columns that hold no prose.
_NOTHING = "('', 'na', 'n/a', 'nan', 'none', 'null', '-')"
_KINDS = {
    "retweet": "repost",
    "share": "repost",
    "tweet": "post",
    "status": "post",
    "original": "post",
    "quoted": "quote",
}
_LINK = r"https?://[^\s\p{Z},'\"\]]+"
_ID_IN_URL = {
    "twitter": (r"/status(?:es)?/(\d+)",),
    "reddit": (r"/comments/\w+/[^/]*/(\w+)", r"/comments/(\w+)"),
    "facebook": (r"(?:/posts/|/videos/|/permalink/|fbid=|[?&]v=)(\w+)",),
    "instagram": (r"/(?:p|reel)/([\w-]+)",),
    "tiktok": (r"/video/(\d+)",),
    "youtube": (r"[?&]lc=([\w.-]+)",),
    "linkedin": (r"activity[:-](\d+)",),
    "mastodon": (r"/@[^/]+/(\d+)",),
    "hackernews": (r"[?&]id=(\d+)",),
}


@dataclass(frozen=True)
class Table:
    """The form of a table: its delimiter, the names of its columns (none without a header) and some of its rows."""

    delimiter: str
    header: list[str]
    sample: list[list[str]]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.header or self.sample[0])

    def called(self, place: int | str) -> str:
        """What the column is called, or the constant that stands for one."""
        if isinstance(place, str):
            return place
        return self.header[place] if self.header else f"#{place + 1}"


def recognises(head: Head) -> bool:
    """Whether the first records fall into the same number of columns, two at least."""
    if head.is_json or head.is_binary or head.text.lstrip().startswith("<"):
        return False
    return _delimiter(head) is not None


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The rows of the table in `source`; which column is which is told by `mapping`, else by the columns' names."""
    table = _table(source, mapping)
    assigned = assign(table.header, mapping, source.name, table.sample)
    records = _records(connection, source, table)
    fields = {ours: f"c{theirs}" if isinstance(theirs, int) else literal(theirs) for ours, theirs in assigned.items()}
    moments: dict[str, str] = {}
    for ours in {"created_at", "collected_at"} & fields.keys():
        where = table.called(assigned[ours])
        moments[ours] = times.column(connection, records, fields[ours], where, mapping.timezone, mapping.date_format)
    records, fields["text"] = _decoded(connection, source, records, fields["text"])
    platform = assigned["platform"]
    given = _given(fields, moments, platform if isinstance(platform, str) else None)
    rows = canonical(
        given,
        records,
        reason="wrong",
        time_text=fields["created_at"],
        wanted=times.wanted(mapping.timezone),
        fingerprint="true",
    )
    return Reading(rows, partial(_raw, connection, records, table))


def _table(source: Source, mapping: Mapping) -> Table:
    delimiter = mapping.delimiter or _delimiter(source.head)
    if delimiter is None:
        raise WorkbenchError(f"{source.name} has no columns that can be told apart: give the delimiter in a mapping")
    rows = _first_rows(source.head, delimiter, 200)
    header = [] if mapping.header is False else [name.strip() for name in rows[0]]
    return Table(delimiter, header, rows if mapping.header is False else rows[1:])


def _delimiter(head: Head) -> str | None:
    """The delimiter that cuts half of the first records or more into as many fields as the first, and into the most."""
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        rows = _first_rows(head, delimiter, 50)
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows)
        enough = alike >= 2 or (len(rows) == 1 and width > 2)
        if width > 1 and enough and alike * 2 >= len(rows) and (best is None or width > best[0]):
            best = (width, delimiter)
    return best[1] if best else None


def _first_rows(head: Head, delimiter: str, count: int) -> list[list[str]]:
    lines = (line + "\n" for line in head.text.replace("\0", "").split("\n"))
    rows = []
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), count + 1):
            if any(field.strip() for field in row):
                rows.append(row)
    except csv.Error:
        pass
    return rows if head.whole and len(rows) <= count else rows[:-1] or rows


def _records(connection: duckdb.DuckDBPyConnection, source: Source, table: Table) -> str:
    """The relation of the table's rows: `record`, `wrong`, `line` (the text of a wrong row) and c0, c1, … as text."""
    import duckdb

    columns = {f"c{place}": "VARCHAR" for place in range(table.width)}
    names = ", ".join(columns)
    try:
        rows = _read_csv(source.sql, table.delimiter, columns, bool(table.header))
        connection.execute(f"create table {source.table} as {rows}")
        return f"(select rowid as record, null::varchar as wrong, null::varchar as line, {names} from {source.table})"
    except duckdb.Error:
        good, bad = clean_copy(source, table.delimiter, table.width, bool(table.header))
    rows = _read_csv(literal(str(good)), ",", {"record": "BIGINT", **columns}, False, "max_line_size = 16777216,")
    kinds = "{record: 'BIGINT', wrong: 'VARCHAR', line: 'VARCHAR'}"
    wrong = f"select * from read_json({literal(str(bad))}, format = 'newline_delimited', columns = {kinds})"
    nothing = ", ".join(f"null::varchar as {name}" for name in columns)
    sound = f"select record, null::varchar as wrong, null::varchar as line, {names} from ({rows})"
    connection.execute(
        f"create table {source.table} as {sound} union all select record, wrong, line, {nothing} from ({wrong})"
    )
    return source.table


def _read_csv(path: str, delimiter: str, columns: dict[str, str], header: bool, more: str = "") -> str:
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in columns.items())
    return (
        f"select * from read_csv({path}, auto_detect = false, header = {header}, delim = {literal(delimiter)}, {more}"
        f" quote = '\"', escape = '\"', compression = 'none', columns = {{{types}}})"
    )


def _decoded(connection: duckdb.DuckDBPyConnection, source: Source, records: str, text: str) -> tuple[str, str]:
    """`records` and `text`, decoded where the whole column is Python's byte literals (b'…'), as scripts save it."""
    literals = r"(?s)^b('.*'|\".*\")$"
    query = f"select bool_and(regexp_matches({text}, {literal(literals)})) from {records} where wrong is null"
    if connection.execute(query).fetchone() != (True,):
        return records, text
    decoded = source.scratch / f"{source.table}.decoded.jsonl"
    with decoded.open("w", encoding="utf-8") as out:
        rows = connection.execute(f"select record, {text} from {records} where wrong is null").fetchall()
        for record, value in rows:
            with contextlib.suppress(ValueError, SyntaxError):  # cut short by a length limit: left as it stands
                value = ast.literal_eval(value).decode("utf-8", "replace")
            out.write(json.dumps({"record": record, "decoded": value}) + "\n")
    kinds = "{record: 'BIGINT', decoded: 'VARCHAR'}"
    texts = f"{source.table}_decoded"
    select = f"select * from read_json({literal(str(decoded))}, format = 'newline_delimited', columns = {kinds})"
    connection.execute(f"create table {texts} as {select}")
    return f"(select * from {records} left join {texts} using (record))", "decoded"


def _given(fields: dict[str, str], moments: dict[str, str], platform: str | None) -> dict[str, str]:
    """SQL for each of our columns from the file's; `platform` where it is the same for all rows."""
    given = {
        name: f"case when lower(trim({sql})) not in {_NOTHING} then trim({sql}) end" for name, sql in fields.items()
    }
    for count in {"followers", "likes", "reposts", "replies", "views"} & given.keys():
        given[count] = f"replace({given[count]}, ',', '')"
    for reference in {"id", "author_id", "parent_id", "conversation_id"} & given.keys():
        # pandas writes a column of ids with one gap in it as 123.0
        given[reference] = rf"regexp_replace({given[reference]}, '^([0-9]+)\.0$', '\1')"
    given |= {name: fields[name] for name in ("author", "title") if name in fields} | moments
    if "kind" in given:
        words = " ".join(f"when {literal(theirs)} then {literal(ours)}" for theirs, ours in _KINDS.items())
        given["kind"] = f"case lower({given['kind']}) {words} else {given['kind']} end"
    if "links" in given:
        given["links"] = f"regexp_extract_all({given['links']}, {literal(_LINK)})"
    given["text"] = f"coalesce({fields['text']}, '')"
    if platform == "twitter":
        given["text"] = unescaped(given["text"])
        if "url" in given:
            given["url"] = (
                f"(case when {given['url']} like '/%' then 'https://twitter.com' else '' end || {given['url']})"
            )
    given["id"] = _identity(given, platform)
    return given


def _identity(given: dict[str, str], platform: str | None) -> str:
    """SQL for the id: the column for it, else what the platform's links hold, else null."""
    ways = [given["id"]] if "id" in given else []
    for name, patterns in _ID_IN_URL.items():
        if "url" in given and platform in (name, None):
            found = [f"nullif(regexp_extract({given['url']}, {literal(pattern)}, 1), '')" for pattern in patterns]
            ways.append(f"case when {given['platform']} = {literal(name)} then coalesce({', '.join(found)}) end")
    return f"coalesce({', '.join([*ways, 'null'])})"


def _raw(connection: duckdb.DuckDBPyConnection, records: str, table: Table, numbers: Iterable[int]) -> dict[int, str]:
    """{record number, from 1: the row as text}, written anew where it had been cut into fields."""
    listed = ", ".join(str(number - 1) for number in numbers) or "null"
    quoted = [f"""coalesce('"' || replace(c{place}, '"', '""') || '"', '')""" for place in range(table.width)]
    row = f" || {literal(table.delimiter)} || ".join(quoted)
    query = f"select record + 1, coalesce(line, {row}) from {records} where record in ({listed})"
    return dict(connection.execute(query).fetchall())


FORMAT = Format("csv", "a table such as CSV or TSV, its columns named by --map or by themselves", recognises, read)
