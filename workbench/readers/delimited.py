"""Any table with one message a row: CSV, TSV, semicolons; the columns told by a mapping or by their names."""

from __future__ import annotations

import ast
import collections.abc as abc
import contextlib
import json
import re
import shutil
from collections.abc import Iterable
from functools import partial
from glob import escape
from typing import TYPE_CHECKING

from workbench.engine import literal
from workbench.errors import WorkbenchError
from workbench.mention import COLUMNS
from workbench.readers import cells, times
from workbench.readers.format import Format, Reading
from workbench.readers.implied import completed
from workbench.readers.layout import Table, delimiter_of, first_rows, layout
from workbench.readers.mapping import FIELDS, Mapping
from workbench.readers.names import assign, find, zone_of
from workbench.readers.ragged import clean_copy
from workbench.readers.rows import LINKS, canonical
from workbench.readers.source import Head, Source
from workbench.readers.staging import stage

if TYPE_CHECKING:
    import duckdb

#: Python's byte literals.
_BYTES = r"(?s)^b('.*'|\".*\")$"


def recognises(head: Head) -> bool:
    """Whether the first records fall into the same number of columns, two at least."""
    return delimiter_of(head) is not None


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The rows of the table in `source`; which column is which is told by `mapping`, else by the table itself."""
    return read_told(connection, source, *completed(_table(source, mapping), mapping))


def read_told(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, more: abc.Mapping[str, str]
) -> Reading:
    """The rows of the table in `source`; which column is which is told by `mapping`, else by the columns' names.

    `more` gives our columns as SQL in which `{name}` stands for the file's column of that name, or null without it;
    for created_at that is the text of the time. A name of no column of ours, beginning with _, is worked out first, for
    the others to use.
    """
    table = _table(source, mapping)
    assigned = assign(table.header, mapping, source.name, table.sample)  # says what is missing before all is read
    reading = _at_once(connection, source, table, assigned, more) if _is_plain(mapping, table, assigned, more) else None
    return reading or read_records(connection, source, mapping, table, _records(connection, source, table), more)


def read_records(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: Mapping,
    table: Table,
    records: str,
    more: abc.Mapping[str, str],
) -> Reading:
    """The same for records that are there already: a relation of `record`, `wrong`, `line` and c0, c1, … as text."""
    assigned = assign(table.header, mapping, source.name, table.sample)
    plain, (records, fields, told) = records, _named(records, table, assigned, more)
    moments: dict[str, str] = {}
    zone = mapping.timezone
    for ours in {"created_at", "collected_at"} & fields.keys():
        where = table.called(assigned[ours]) or ours
        zone = _told_zone(table, assigned[ours], more.get(ours, "")) or mapping.timezone
        moments[ours] = times.column(
            connection, records, fields[ours], where, zone, mapping.date_format, mapping.day_first
        )
    records, fields["text"] = _decoded(connection, source, records, fields["text"])
    rows = _mentions(records, fields, moments, told, assigned, zone)
    return Reading(rows, partial(_raw, connection, plain, table))


def _told_zone(table: Table, place: int | str, sql: str) -> str | None:
    """The zone that the header tells of a time: beside the name of its column, or of one that `sql` takes it from."""
    used = [find(table.header, name) for name in re.findall(r"\{([^{}#]+)\}", sql)]
    used += [int(number) - 1 for number in re.findall(r"\{#(\d+)\}", sql)] + [place if isinstance(place, int) else None]
    zones = {zone for at in used if at is not None and table.header and (zone := zone_of(table.header[at]))}
    return zones.pop() if len(zones) == 1 else None


def _is_plain(
    mapping: Mapping, table: Table, assigned: abc.Mapping[str, int | str], more: abc.Mapping[str, str]
) -> bool:
    """Whether the first rows leave nothing to be found out from all: times have offsets, texts are no byte literals."""
    when, text = assigned["created_at"], assigned["text"]
    special = {"created_at", "text"} & more.keys() or "collected_at" in assigned or mapping.date_format
    if special or not isinstance(when, int) or not isinstance(text, int):
        return False
    rows = [row for row in table.sample if len(row) == table.width and row[when].strip()]
    return bool(rows) and all(times.has_offset(row[when].strip()) and not re.match(_BYTES, row[text]) for row in rows)


def _at_once(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    table: Table,
    assigned: abc.Mapping[str, int | str],
    more: abc.Mapping[str, str],
) -> Reading | None:
    """The rows, put right while they are read; None where that fails, or a time shows that the first rows misled."""
    import duckdb

    raw = f"select null::varchar as wrong, null::varchar as line, * from ({_file(source, table)})"
    records, fields, told = _named(f"(select 0::bigint as record, * from ({raw}))", table, assigned, more)
    records = _with(records, {"_when": times.trimmed(fields["created_at"])})
    moments = {"created_at": times.iso("_when")}
    rows = _mentions(records, fields, moments, told, assigned, None)
    told_of = {*fields, *told, "id", "kind"}
    same = {**{name: f"null::{COLUMNS[name]}" for name in FIELDS}, "visibility": "'public'", "links": LINKS}
    if isinstance(assigned["platform"], str) and "platform" not in told:
        told_of.remove("platform")
        same["platform"] = f"lower(trim({fields['platform']}))"
    held = ", ".join(name for name in FIELDS if name in told_of)
    try:
        staged = stage(connection, source, f"select {held}, reason from ({rows})")
    except duckdb.Error:
        return None
    misled = f"select exists (from {staged} where reason like 'created_at % is no %')"
    if connection.execute(misled).fetchall() == [(True,)]:
        return None
    others = ", ".join(f"{sql} as {name}" for name, sql in same.items() if name not in told_of)
    there = f"select record as place, false as nested, record + 1 as source_row, {held}, {others}, reason from {staged}"
    numbered = f"(select row_number() over () - 1 as record, * from ({raw}))"
    return Reading(there, partial(_raw, connection, numbered, table))


def _named(
    records: str, table: Table, assigned: abc.Mapping[str, int | str], more: abc.Mapping[str, str]
) -> tuple[str, dict[str, str], dict[str, str]]:
    """`records` with what is worked out first, SQL for our columns from theirs, and SQL that `more` says outright."""
    fields = {ours: f"c{theirs}" if isinstance(theirs, int) else literal(theirs) for ours, theirs in assigned.items()}
    first = {name: sql for name, sql in more.items() if name.startswith("_")}
    told = {ours: _filled(sql, table.header, first) for ours, sql in more.items()}
    records = _with(records, {name: told.pop(name) for name in first})
    texts = {f"_{ours}": told.pop(ours) for ours in ("created_at", "text") if ours in told}
    return _with(records, texts), fields | {name[1:]: name for name in texts}, told


def _mentions(
    records: str,
    fields: dict[str, str],
    moments: dict[str, str],
    told: dict[str, str],
    assigned: abc.Mapping[str, int | str],
    zone: str | None,
) -> str:
    platform = assigned["platform"]
    given = cells.given(fields, moments, platform if isinstance(platform, str) else None) | told
    return canonical(
        given, records, reason="wrong", time_text=fields["created_at"], wanted=times.wanted(zone), fingerprint="true"
    )


def _with(records: str, columns: abc.Mapping[str, str]) -> str:
    """The relation `records` with more `columns` (name to SQL), which are worked out once for each row."""
    more = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return f"(select *, {more} from {records})" if more else records


def _table(source: Source, mapping: Mapping) -> Table:
    delimiter = mapping.delimiter or delimiter_of(source.head)
    if delimiter is None:
        raise WorkbenchError(f"{source.name} has no columns that can be told apart: give the delimiter in a mapping")
    if mapping.header is False:
        return Table(delimiter, [], [row for row, _, _ in first_rows(source.head, delimiter, 200)])
    return layout(source.head, delimiter)


def _records(connection: duckdb.DuckDBPyConnection, source: Source, table: Table) -> str:
    """The relation of the table's rows: `record`, `wrong`, `line` (the text of a wrong row) and c0, c1, … as text."""
    import duckdb

    columns = {f"c{place}": "VARCHAR" for place in range(table.width)}
    names = ", ".join(columns)
    try:
        staged = stage(connection, source, _file(source, table))
        return f"(select record, null::varchar as wrong, null::varchar as line, {names} from {staged})"
    except duckdb.Error:
        good, bad = clean_copy(source, table.delimiter, table.width, table.records + bool(table.header))
    rows = _read_csv(literal(str(good)), ",", {"record": "BIGINT", **columns}, False, "max_line_size = 16777216,")
    kinds = "{record: 'BIGINT', wrong: 'VARCHAR', line: 'VARCHAR'}"
    wrong = f"select * from read_json({literal(str(bad))}, format = 'newline_delimited', columns = {kinds})"
    nothing = ", ".join(f"null::varchar as {name}" for name in columns)
    sound = f"select record, null::varchar as wrong, null::varchar as line, {names} from ({rows})"
    connection.execute(
        f"create or replace table {source.table} as {sound}"
        f" union all select record, wrong, line, {nothing} from ({wrong})"
    )
    return source.table


def _file(source: Source, table: Table) -> str:
    """A SELECT of the columns c0, c1, … of the file, as text."""
    columns = {f"c{place}": "VARCHAR" for place in range(table.width)}
    return _read_csv(_below(source, table.lines), table.delimiter, columns, bool(table.header))


def _below(source: Source, above: int) -> str:
    """The path, as SQL, of the file without the lines `above` its header.

    Cut off, not skipped: DuckDB's own skip loses all rows below some quoted titles, and says nothing.
    """
    if not above:
        return source.sql
    target = source.scratch / f"{source.table}.below.csv"
    with source.path.open("rb") as whole, target.open("wb") as out:
        for _ in range(above):
            whole.readline()
        shutil.copyfileobj(whole, out, 1 << 20)
    return literal(escape(str(target)))


def _read_csv(path: str, delimiter: str, columns: dict[str, str], header: bool, more: str = "") -> str:
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in columns.items())
    return (
        f"select * from read_csv({path}, auto_detect = false, header = {header}, delim = {literal(delimiter)}, {more}"
        f" quote = '\"', escape = '\"', compression = 'none', columns = {{{types}}})"
    )


def _decoded(connection: duckdb.DuckDBPyConnection, source: Source, records: str, text: str) -> tuple[str, str]:
    """`records` and `text`, decoded where the whole column is Python's byte literals (b'…'), as scripts save it."""
    first = f"(select {text} as text from {records} where wrong is null and {text} is not null limit 1)"
    if connection.execute(f"select regexp_matches(text, {literal(_BYTES)}) from {first}").fetchone() != (True,):
        return records, text
    query = f"select bool_and(regexp_matches({text}, {literal(_BYTES)})) from {records} where wrong is null"
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


def _filled(sql: str, header: list[str], first: abc.Collection[str]) -> str:
    """`sql` with the columns of the file, or those worked out `first`, in place of their names in braces."""

    def column(name: re.Match[str]) -> str:
        if name[1] in first:
            return name[1]
        place = int(name[1][1:]) - 1 if re.fullmatch(r"#\d+", name[1]) else find(header, name[1])
        return "null::varchar" if place is None else f"c{place}"

    return re.sub(r"\{([^{}]+)\}", column, sql)


def _raw(connection: duckdb.DuckDBPyConnection, records: str, table: Table, numbers: Iterable[int]) -> dict[int, str]:
    """{record number, from 1: the row as text}, written anew where it had been cut into fields."""
    listed = ", ".join(str(number - 1) for number in numbers) or "null"
    quoted = [f"""coalesce('"' || replace(c{place}, '"', '""') || '"', '')""" for place in range(table.width)]
    row = f" || {literal(table.delimiter)} || ".join(quoted)
    query = f"select record + 1, coalesce(line, {row}) from {records} where record in ({listed})"
    return dict(connection.execute(query).fetchall())


FORMAT = Format(
    "csv",
    "a table such as CSV or TSV, its columns named by --map or by themselves",
    recognises,
    read,
    general=True,
    mappable=True,
)
