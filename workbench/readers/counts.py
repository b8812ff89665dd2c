"""Counts without messages: recognised so that they are refused with a word on what they are good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.readers.format import Format, Reading
from workbench.readers.layout import header_of, sample_of
from workbench.readers.mapping import Mapping
from workbench.readers.names import find
from workbench.readers.source import Head, Source

if TYPE_CHECKING:
    import duckdb

_TIMES = ("timestamp", "time", "date", "datetime", "day", "hour", "start")
_NUMBERS = ("value", "count", "counts", "volume", "mentions", "tweet_count", "number")


def recognises(head: Head) -> bool:
    """Whether the table has a column of times, one of numbers, and nothing else but a score."""
    header = header_of(head)
    if not 2 <= len(header) <= 4 or not any(find(header, name) is not None for name in _TIMES):
        return False
    places = [place for name in _NUMBERS if (place := find(header, name)) is not None]
    rows = [row for row in sample_of(head) if len(row) == len(header)]
    others = {*_TIMES, *_NUMBERS, "end", "anomaly_score", "label", "is_anomaly"}
    if not places or not {name.lower() for name in header} <= others:
        return False
    return all(_is_number(row[places[0]]) for row in rows)


def read(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Reading:
    """Never returns: counts are no messages, and WorkbenchError says what to do with them."""
    raise WorkbenchError(
        f"{source.name} holds counts, not messages, so nothing can be loaded from it: find the bursts in it with"
        " `workbench detect --series FILE --scores OUT.csv`"
    )


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "") or "0")
    except ValueError:
        return False
    return True


FORMAT = Format("counts", "a table of counts (timestamp, value)", recognises, read)
