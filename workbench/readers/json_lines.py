"""JSON records: parsed by DuckDB with the columns given, and once more in Python where DuckDB refused a line."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from workbench import surrogates
from workbench.engine import column, literal
from workbench.errors import WorkbenchError
from workbench.readers import documents
from workbench.readers.source import Source
from workbench.readers.staging import stage

if TYPE_CHECKING:
    import duckdb

#: The longest record that is taken, bytes. DuckDB holds twice that in memory for each thread.
LONGEST = 16 << 20
#: What is kept of JSON lines, about.
_KEPT = 1 / 3


def read_lines(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Mapping[str, str],
    empty: str,
    select: Mapping[str, str] | None = None,
) -> str:
    """The relation (the body of a FROM) of the records on the lines of `source`: `record`, `wrong` and `columns`.

    `columns` maps JSON keys to DuckDB types; a value of another type becomes null. `record` counts from 0 in the order
    of the file, blank lines left out; `wrong` says why a line holds no record. `empty` is an SQL condition that is true
    where DuckDB read nothing: those lines are parsed again in Python, which is kinder (lone surrogates, broken UTF-8,
    NaN) and can say what is wrong. `select` names SQL expressions over `columns` that the relation holds in their
    stead, so that what is not needed is never kept.
    """
    held = select or {name: column(name) for name in columns}
    names = ", ".join(map(column, held))
    kept = ", ".join(f"{sql} as {column(name)}" for name, sql in held.items())
    rows = _select(source.sql, "newline_delimited", columns, "ignore_errors = true")
    with _told(source):
        staged = stage(connection, source, f"select {kept} from ({rows})", _KEPT)
    refused = connection.execute(f"select record from {staged} where {empty}").fetchall()
    plain = f"select record, null::varchar as wrong, {names} from {staged}"
    if not refused:
        return f"({plain})"
    table = f"{source.table}_mended"
    mended = source.scratch / f"{table}.jsonl"
    with mended.open("w", encoding="utf-8") as out:
        for number, line in _numbered(source, (row for (row,) in refused)):
            out.write(json.dumps({"record": number, **_record(line)}, ensure_ascii=False) + "\n")
    told = {"record": "BIGINT", "wrong": "VARCHAR", **columns}
    again = _select(literal(str(mended)), "newline_delimited", told, "ignore_errors = true")
    connection.execute(f"create table {table} as select record, wrong, {kept} from ({again})")
    return f"({plain} where not ({empty}) union all select record, wrong, {names} from {table})"


def read_document(
    connection: duckdb.DuckDBPyConnection, source: Source, columns: Mapping[str, str], within: str | None = None
) -> str:
    """The same relation for JSON that is no lines: an array of records or one after another, or objects with such an
    array under the key `within`. What DuckDB refuses is read element by element in Python.

    Raises WorkbenchError where the JSON is cut short, for then nobody knows what is missing.
    """
    import duckdb

    names = ", ".join(map(column, columns))
    if within is None:
        rows = _select(source.sql, "array" if source.head.text.lstrip().startswith("[") else "unstructured", columns)
    else:
        record = ", ".join(f"{column(name)} {kind}" for name, kind in columns.items())
        pages = _select(source.sql, "unstructured", {within: f"STRUCT({record})[]"})
        rows = f"select page.* from (select unnest({column(within)}) as page from ({pages}))"
    nothing = "null::varchar as wrong, null::varchar as line"
    try:
        connection.execute(f"create table {source.table} as select {nothing}, * from ({rows})")
    except duckdb.InvalidInputException:
        _one_by_one(connection, source, columns, within)
    return f"(select rowid as record, wrong, {names} from {source.table})"


def _one_by_one(
    connection: duckdb.DuckDBPyConnection, source: Source, columns: Mapping[str, str], within: str | None
) -> None:
    """Makes the table of `read_document` of the elements as Python reads them; a broken one is kept as `line`."""
    staged = source.scratch / f"{source.table}.elements.jsonl"
    with staged.open("w", encoding="utf-8") as out:
        for element in documents.elements(source, within) if within else documents.records(source):
            out.write(_element(element) + "\n")
    told = {"wrong": "VARCHAR", "line": "VARCHAR", **columns}
    rows = _select(literal(str(staged)), "newline_delimited", told, "ignore_errors = true")
    connection.execute(f"create table {source.table} as {rows}")
    staged.unlink()


def _element(value: Any) -> str:
    """An element of an array as a line that DuckDB reads."""
    if isinstance(value, documents.Broken):
        return json.dumps({"wrong": str(value), "line": surrogates.joined(value.line)})
    record = _object(value)
    line = json.dumps(record | {"line": json.dumps(value)} if "wrong" in record else record)
    return line if len(line) < LONGEST else json.dumps({"wrong": f"longer than {LONGEST >> 20} MB"})


def raw_lines(source: Source, numbers: Iterable[int]) -> dict[int, str]:
    """{record number: text} of the lines with these numbers, counted from 1 without blank lines."""
    found = _numbered(source, (number - 1 for number in numbers))
    return {row + 1: line.decode("utf-8", "replace") for row, line in found}


def raw_records(connection: duckdb.DuckDBPyConnection, table: str, numbers: Iterable[int]) -> dict[int, str]:
    """{record number: JSON text} of the rows of `table` with these numbers, counted from 1; keys not read are lost."""
    listed = ", ".join(str(number - 1) for number in numbers) or "null"
    record = """json_merge_patch(to_json(records), '{"wrong": null, "line": null}')::varchar"""
    query = f"select rowid + 1, coalesce(line, {record}) from {table} as records where rowid in ({listed})"
    return dict(connection.execute(query).fetchall())


@contextlib.contextmanager
def _told(source: Source) -> Iterator[None]:
    """What DuckDB says of broken JSON, said in our words."""
    import duckdb

    try:
        yield
    except duckdb.InvalidInputException as error:
        if "maximum_object_size" in str(error):
            reason = f"a record in {source.name} is longer than {LONGEST >> 20} MB"
        else:
            reason = f"{source.name} is broken JSON{_where(str(error))}"
        raise WorkbenchError(f"{reason}: nothing of it was loaded; export it again") from error


def _where(message: str) -> str:
    place = re.search(r"at byte \d+ in record/value \d+", message)
    return f" ({place.group()})" if place else ""


def _select(path: str, form: str, columns: Mapping[str, str], more: str = "ignore_errors = false") -> str:
    types = ", ".join(f"{column(name)}: {literal(kind)}" for name, kind in columns.items())
    return (
        f"select * from read_json({path}, format = {literal(form)}, compression = 'none', {more},"
        f" maximum_object_size = {LONGEST}, columns = {{{types}}})"
    )


def _numbered(source: Source, rows: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    wanted = set(rows)
    number = -1
    with source.path.open("rb") as stream:
        for line in stream:
            if not line.strip():
                continue
            number += 1
            if number in wanted:
                yield number, line.rstrip(b"\r\n")


def _record(line: bytes) -> dict[str, Any]:
    """The JSON object on `line`, with surrogates replaced; {"wrong": reason} where there is none."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    try:
        return _object(json.loads(text.replace("\0", ""), parse_constant=lambda name: None))
    except ValueError as error:
        return {"wrong": f"not JSON: {error}"}
    except RecursionError:
        return {"wrong": "not JSON that can be read: nested too deeply"}


def _object(value: Any) -> dict[str, Any]:
    """`value` with surrogates replaced; {"wrong": reason} where it is no object."""
    if not isinstance(value, dict):
        return {"wrong": "not a JSON object"}
    return {key: item for key, item in surrogates.joined(value).items() if key not in ("record", "wrong", "line")}
