"""JSON of a shape that no format knows: one message a record, its keys read as the columns of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as Columns
from itertools import islice
from typing import TYPE_CHECKING, Any

from workbench.engine import literal
from workbench.errors import WorkbenchError
from workbench.readers import documents
from workbench.readers.delimited import read_records
from workbench.readers.format import Format, Reading
from workbench.readers.implied import completed
from workbench.readers.layout import Table
from workbench.readers.mapping import Mapping
from workbench.readers.names import named
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

#: Objects in objects are taken apart so deep: {"user": {"name": …}} has the column user.name.
_DEEP = 4
_SAMPLE = 200


def recognises(head: Head) -> bool:
    """Whether some record has keys that tell when something was written and what."""
    return _tells(_first(head))


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The records in `source`; which key is which column is told by `mapping`, else by the records themselves."""
    return read_told(connection, source, *completed(table_of(source.head), mapping))


def read_told(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, more: Columns[str, str]
) -> Reading:
    """The same with our columns as `delimited.read_told` takes them, keys for the names of columns."""
    table = table_of(source.head)
    names = table.header
    if not names:
        raise WorkbenchError(f"{source.name} holds no JSON records: it needs objects, on lines or in an array")
    staged = source.scratch / f"{source.table}.records.jsonl"
    with staged.open("wb") as out:
        for record in _records(source):
            line = json.dumps(_line(record, names), ensure_ascii=False) + "\n"
            out.write(line.encode("utf-8", "replace"))  # half a surrogate pair is no character
    columns = {"wrong": "VARCHAR", "line": "VARCHAR", **{f"c{place}": "VARCHAR" for place in range(len(names))}}
    kinds = ", ".join(f"{name}: {literal(kind)}" for name, kind in columns.items())
    connection.execute(
        f"create table {source.table} as select * from read_json({literal(str(staged))},"
        f" format = 'newline_delimited', maximum_object_size = 67108864, columns = {{{kinds}}})"
    )
    records = f"(select rowid as record, * from {source.table})"
    return read_records(connection, source, mapping, table, records, more)


def table_of(head: Head) -> Table:
    """The records that `head` begins with as a table: a column a key, those of objects inside with a point between."""
    records = [_flat(record) for record in _first(head)]
    names = list(dict.fromkeys(name for record in records for name in record))
    return Table(",", names, [[_text(record.get(name)) or "" for name in names] for record in records])


def _first(head: Head) -> list[dict[str, Any]]:
    """Some of the records."""
    within = _within(head)
    found = documents.samples(head)
    if within:
        found = [record for page in found for record in _lists(page).get(within, [])]
    return list(islice(found, _SAMPLE))


def _within(head: Head) -> str | None:
    """The key under which the records stand in a document, or in each line; None where those are records themselves."""
    pages = documents.samples(head)
    if not pages or (len(pages) > 1 and _tells(pages)):
        return None
    lists = _lists(pages[0])
    lists = {name: found for name, found in lists.items() if _tells(found)} or (
        lists if len(pages) == 1 and not _tells(pages) else {}
    )
    return max(lists, key=lambda name: len(lists[name]), default=None)


def _lists(page: Any, deep: int = _DEEP) -> dict[str, list[dict[str, Any]]]:
    """The lists of objects in `page`, by their keys; those inside such objects are part of them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, value in page.items() if isinstance(page, dict) and deep else ():
        inner = [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []
        if inner:
            found[name] = inner
        else:
            found = _lists(value, deep - 1) | found
    return found


def _tells(records: list[dict[str, Any]]) -> bool:
    """Whether the keys of `records` tell when something was written and what."""
    return {"created_at", "text"} <= named(
        list(dict.fromkeys(name for record in records[:_SAMPLE] for name in _flat(record)))
    ).keys()


def _records(source: Source) -> Iterator[Any]:
    within = _within(source.head)
    return documents.elements(source, within) if within else documents.records(source)


def _flat(record: dict[str, Any], before: str = "", deep: int = _DEEP) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and deep > 1:
            found |= _flat(value, f"{before}{name}.", deep - 1)
        else:
            found[before + name] = value
    return found


def _line(record: Any, names: list[str]) -> dict[str, str | None]:
    if not isinstance(record, dict):
        if isinstance(record, documents.Broken):
            return {"wrong": str(record), "line": record.line}
        return {"wrong": "not a JSON object", "line": json.dumps(record)}
    flat = _flat(record)
    return {f"c{place}": _text(flat.get(name)) for place, name in enumerate(names)}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


FORMAT = Format(
    "json",
    "JSON records of one message each, their keys named by --map or by themselves",
    recognises,
    read,
    general=True,
    mappable=True,
)
