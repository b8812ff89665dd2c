"""What is to be read: the parts of every file, each with the format that it is in, before anything is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import UsageError, WorkbenchError
from workbench.readers import delimited, recognise
from workbench.readers.format import Format, Reading
from workbench.readers.implied import holds_messages
from workbench.readers.layout import delimiter_of, layout
from workbench.readers.mapping import Mapping
from workbench.readers.own import own_formats
from workbench.readers.part import Part, parts
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source, check, head_of

if TYPE_CHECKING:
    import duckdb

#: What was recognised: a part, its head, its format.
Recognised = tuple[Part, Head, Format]


def intake(
    files: Sequence[Path], mapping: Mapping, format: str, own: Path | None, say: Callable[[str], None]
) -> list[Recognised]:
    """Every export in `files` with its format: the one named, else the one that fits. `own` holds the user's formats.

    Members of an archive and sheets of a workbook that are in no known format are passed over where another of that
    file is known: they become one entry in the format `passed-over`, which says how many. Raises WorkbenchError for a
    file that can't be read or is in no format, or in more than one.
    """
    formats = own_formats(own)
    found: list[Recognised] = []
    for file in files:
        check(file)
        if not Part(file).is_bare:
            say(f"looking into {file.name}")
        found += list(_recognised(file, mapping, format, formats))
    return found


def _recognised(file: Path, mapping: Mapping, format: str, own: Sequence[Format]) -> Iterator[Recognised]:
    unknown: list[Part] = []
    known, first = 0, ""
    for part, data in parts(file):
        try:
            head = head_of(part, data, mapping.encoding)
            chosen = recognise(part, head, format, own, mapped=bool(mapping.columns))
            if part.inside and chosen is delimited.FORMAT and not mapping.columns:
                _check_columns(part, head)
        except WorkbenchError as error:
            if not part.inside or error.exit_status == 2 or "more than one format" in str(error):
                raise
            first = first or str(error)
            unknown.append(part)
            continue
        if mapping.columns and not chosen.mappable:
            raise UsageError(f"{part} is {chosen.title}: --map is for tables, leave it out")
        known += 1
        yield part, head, chosen
    if not known:
        raise WorkbenchError(first or f"{file} holds no file: pack it again")
    if unknown:
        listed = ", ".join(part.inside for part in unknown[:3]) + (", …" if len(unknown) > 3 else "")
        yield Part(file, f"{len(unknown)} in no known format ({listed})"), Head("", passed_over=True), PASSED_OVER


def _check_columns(part: Part, head: Head) -> None:
    """Raises WorkbenchError where a table beside others, such as a sheet of sums, can hold no messages."""
    table = layout(head, delimiter_of(head) or ",")
    if not holds_messages(table):
        raise WorkbenchError(
            f"{part} has no column with a time or none with a text ({', '.join(table.header)[:160]}): say which they"
            " are with --map"
        )


def _nothing(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    return Reading(canonical({}, "(select 0 as record where false)"), lambda numbers: {})


PASSED_OVER = Format("passed-over", "what stands beside exports in an archive", lambda head: False, _nothing)
