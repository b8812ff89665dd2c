"""Messages that Python takes out of records, where their shape is beyond a list of columns: trees, HTML, chats."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.engine import literal
from workbench.mention import COLUMNS
from workbench.readers import times
from workbench.readers.documents import Broken
from workbench.readers.format import Format, Reading
from workbench.readers.json_lines import LONGEST
from workbench.readers.mapping import FIELDS, Mapping
from workbench.readers.rows import canonical
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

#: A message by our columns; `nested` is true for one that stands inside another. What is left out is null.
Message = dict[str, Any]

_MOMENTS = ("created_at", "collected_at")
_COUNTS = ("followers", "likes", "reposts", "replies", "views")
_COLUMNS = {name: "VARCHAR" if name in _MOMENTS else COLUMNS[name] for name in FIELDS}
_STAGED = {"record": "BIGINT", "nested": "BOOLEAN", "wrong": "VARCHAR", **_COLUMNS}
_LARGEST = 2**63 - 1


def told_by(
    name: str,
    title: str,
    recognises: Callable[[Head], bool],
    records: Callable[[Source], Iterator[Any]],
    messages: Callable[[Any], Iterable[Message]],
    local: bool = False,
) -> Format:
    """The format of files whose `records` hold the messages that `messages` finds in each, as `stage` reads them."""

    def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
        return stage(connection, source, partial(records, source), messages, mapping, local)

    return Format(name, title, recognises, read)


def stage(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    records: Callable[[], Iterator[Any]],
    messages: Callable[[Any], Iterable[Message]],
    mapping: Mapping,
    local: bool = False,
) -> Reading:
    """The messages that `messages` finds in each of `records`; a record with none is ignored as no message.

    A record that is not shaped as `messages` expects (it raises TypeError, KeyError, ValueError or AttributeError) is
    put aside. Times are ISO 8601 text; one without an offset is taken in the mapping's zone, or put aside without one.
    With `local`, such times and other forms are what the format writes: the whole file shows the form, and no zone is a
    WorkbenchError. A message without an id is told by its content.
    """
    staged = source.scratch / f"{source.table}.messages.jsonl"
    ignored = _write(staged, records(), messages)
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in _STAGED.items())
    connection.execute(
        f"create table {source.table} as select * from read_json({literal(str(staged))},"
        f" format = 'newline_delimited', maximum_object_size = {LONGEST}, columns = {{{types}}})"
    )
    staged.unlink()
    zone = mapping.timezone
    given = {name: name for name in FIELDS} | {name: times.iso(name, zone) for name in _MOMENTS}
    dated = f"select 1 from {source.table} where created_at is not null limit 1"
    if local and connection.execute(dated).fetchone():
        told = (mapping.timezone, mapping.date_format, mapping.day_first)
        given["created_at"] = times.column(connection, source.table, "created_at", "date", *told)
    rows = canonical(
        given,
        source.table,
        place="rowid",
        nested="coalesce(nested, false)",
        reason="wrong",
        time_text="created_at",
        wanted=times.wanted(zone),
        fingerprint="true",
    )
    return Reading(rows, partial(_raw, records), ignored, nested=True)


def moment(seconds: Any) -> str | None:
    """ISO 8601 for a Unix time in seconds, a number or its text; other things become text as they are."""
    try:
        return dt.datetime.fromtimestamp(float(seconds), dt.UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return None if seconds is None else str(seconds)


def text_of(value: Any) -> str | None:
    """`value` where it is text or a number, as text that can be stored; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value).replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _write(staged: Path, records: Iterator[Any], messages: Callable[[Any], Iterable[Message]]) -> int:
    """Writes the messages to `staged`, one a line; gives back how many records hold none."""
    ignored = 0
    with staged.open("w", encoding="utf-8", newline="\n") as out:
        for number, record in enumerate(records):
            lines = [_line(row) for row in _rows(number, record, messages)]
            ignored += not lines
            out.writelines(lines)
    return ignored


def _rows(number: int, record: Any, messages: Callable[[Any], Iterable[Message]]) -> list[dict[str, Any]]:
    if isinstance(record, Broken):
        return [{"record": number, "wrong": str(record)}]
    try:
        return [_row(number, message) for message in messages(record)]
    except (TypeError, KeyError, ValueError, AttributeError, RecursionError) as error:
        return [{"record": number, "wrong": f"not shaped like a record of this format: {str(error)[:80]}"}]


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False) + "\n"
    if len(line) * 3 > LONGEST and len(line.encode()) > LONGEST:
        return _line({"record": row["record"], "wrong": f"longer than {LONGEST >> 20} MB"})
    return line


def _row(number: int, message: Message) -> dict[str, Any]:
    row: dict[str, Any] = {"record": number, "nested": bool(message.get("nested"))}
    for name, value in message.items():
        if name in _COUNTS:
            row[name] = _count(value)
        elif name == "links":
            row[name] = None if value is None else [link for link in map(text_of, value) if link]
        elif name != "nested":
            row[name] = text_of(value)
    return row


def _count(value: Any) -> int | None:
    try:
        number = int(float(value)) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number <= _LARGEST else None


def _raw(records: Callable[[], Iterator[Any]], numbers: Iterable[int]) -> dict[int, str]:
    wanted = set(numbers)
    found = islice(records(), max(wanted, default=0))
    return {
        number: value.line if isinstance(value, Broken) else json.dumps(value, ensure_ascii=False).replace("\0", "")
        for number, value in enumerate(found, 1)
        if number in wanted
    }
