"""Tables that a known tool writes: told by the names of their columns, read as any table is.

A format of its own is a few lines: `known(name, title, Shape(must, columns, sql))`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.readers import delimited, json_any
from workbench.readers.format import Format, Reading
from workbench.readers.layout import header_of
from workbench.readers.mapping import Mapping
from workbench.readers.names import find
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb


#: Our column to the file's, or to several that are tried in their order.
Names = Columns[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Shape:
    """One way in which a tool names the columns of its table; letter case, blanks and punctuation don't matter.

    `must` are columns that every such table has and no table of another tool (more than these may be there).
    `columns` maps our columns to the file's, or to `:text` for a constant; several names are tried in their order, and
    those that a file lacks are passed over.
    `sql` maps our columns to SQL over the file's, each written {name}; it wins over `columns`.
    `timezone` is where the tool's clock hangs, for times without an offset; None where the tool does not say.
    `date_format` and `day_first` are as in a mapping.
    """

    must: frozenset[str]
    columns: Names
    sql: Columns[str, str] = field(default_factory=dict)
    timezone: str | None = None
    date_format: str | None = None
    day_first: bool | None = None


def known(name: str, title: str, *shapes: Shape, json: bool = False) -> Format:
    """The format of tables in one of `shapes`, the first where several fit; `--map` changes single columns.

    With `json` also of JSON records with those keys, a point between that of an object and those inside.
    """

    def columns(head: Head) -> list[str]:
        return json_any.table_of(head).header if json and head.is_json else header_of(head)

    def recognises(head: Head) -> bool:
        return _shape(shapes, columns(head)) is not None

    def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
        header = columns(source.head)
        shape = _shape(shapes, header)
        if shape is None:
            listed = " or ".join(", ".join(sorted(shape.must)) for shape in shapes)
            raise WorkbenchError(f"{source.name} is not {title}: such a table has the columns {listed}")
        more = {ours: sql for ours, sql in shape.sql.items() if ours not in mapping.columns}
        changed = replace(
            mapping,
            columns=_there(shape, header) | mapping.columns,
            timezone=shape.timezone or mapping.timezone,
            date_format=mapping.date_format or shape.date_format,
            day_first=shape.day_first if mapping.day_first is None else mapping.day_first,
        )
        if json and source.head.is_json:
            return json_any.read_told(connection, source, changed, more)
        return delimited.read_told(connection, source, changed, more)

    return Format(name, title, recognises, read, mappable=True)


def _shape(shapes: tuple[Shape, ...], header: list[str]) -> Shape | None:
    return next((shape for shape in shapes if all(find(header, name) is not None for name in shape.must)), None)


def _there(shape: Shape, header: list[str]) -> dict[str, str]:
    """Our columns with the names that the file has for them."""
    there = {}
    for ours, theirs in shape.columns.items():
        for name in (theirs,) if isinstance(theirs, str) else theirs:
            place = find(header, name)
            if name.startswith(":") or place is not None:
                there[ours] = name if place is None else header[place]
                break
    for ours, sql in shape.sql.items():
        used = re.findall(r"\{([^{}]+)\}", sql)
        told = not used or any(name in shape.sql or find(header, name) is not None for name in used)
        if told and not ours.startswith("_"):
            there.setdefault(ours, ":")  # what SQL gives is looked for in no column
    return there
