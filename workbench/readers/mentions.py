"""The mention table itself as JSON lines, the plainest import format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.mention import COLUMNS
from workbench.readers import times
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import raw_lines, read_lines
from workbench.readers.mapping import FIELDS, Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_REQUIRED = {"platform", "id", "created_at", "text"}
_COLUMNS = {name: "VARCHAR" if COLUMNS[name] == "TIMESTAMPTZ" else COLUMNS[name] for name in FIELDS}


def recognises(head: Head) -> bool:
    """Whether a record among the first has the required keys."""
    return any(record.keys() >= _REQUIRED and isinstance(record["platform"], str) for record in head.records)


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """The mentions in `source`. A time without an offset is taken in the mapping's zone, or put aside without one."""
    records = read_lines(connection, source, _COLUMNS, " and ".join(f"{name} is null" for name in _REQUIRED))
    given = {name: name for name in FIELDS}
    for name in ("created_at", "collected_at"):
        given[name] = times.iso(name, mapping.timezone)
    wanted = times.wanted(mapping.timezone)
    rows = canonical(given, records, reason="wrong", time_text="created_at", wanted=wanted)
    return Reading(rows, partial(raw_lines, source))


FORMAT = Format("mentions", "JSON lines of the mention table", recognises, read)
