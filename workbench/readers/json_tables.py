"""JSON records of which each is one message: read as if their keys were the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping as Columns
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.engine import column
from workbench.readers import documents
from workbench.readers.delimited import read_records
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, raw_records, read_document, read_lines
from workbench.readers.layout import Table
from workbench.readers.mapping import Mapping
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb


def known_json(
    name: str,
    title: str,
    *,
    must: frozenset[str],
    within: str,
    keys: Sequence[str],
    columns: Columns[str, str],
    sql: Columns[str, str],
) -> Format:
    """The format of records that have the keys `must`: on lines, in an array, or in pages under the key `within`.

    `keys` are those that are read; `columns` and `sql` name them as a `Shape` names the columns of a table.
    """

    def recognises(head: Head) -> bool:
        return any(must <= record.keys() for record in _samples(head, within))

    def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
        types = dict.fromkeys(keys, "VARCHAR")
        paged = any(isinstance(page.get(within), list) for page in documents.samples(source.head))
        raw: Any = partial(raw_records, connection, source.table)
        if paged:
            records = read_document(connection, source, types, within)
        elif documents.on_lines(source.head):
            empty = " and ".join(f"{column(key)} is null" for key in sorted(must))
            records = read_lines(connection, source, types, empty)
            raw = partial(raw_lines, source)
        else:
            records = read_document(connection, source, types)
        named = ", ".join(f"{column(key)} as c{place}" for place, key in enumerate(keys))
        relation = f"(select record, wrong, null::varchar as line, {named} from {records})"
        given = {**dict.fromkeys((ours for ours in sql if not ours.startswith("_")), ":"), **columns, **mapping.columns}
        table = Table(",", list(keys), [])
        changed = replace(mapping, columns=given)
        return replace(read_records(connection, source, changed, table, relation, sql), raw=raw)

    return Format(name, title, recognises, read)


def _samples(head: Head, within: str) -> list[dict[str, Any]]:
    """Some records: what pages hold under `within`, and the values themselves."""
    if not head.is_json:
        return []
    found: list[dict[str, Any]] = []
    for value in documents.samples(head):
        page = value.get(within)
        found += [record for record in page if isinstance(record, dict)] if isinstance(page, list) else [value]
    return found
