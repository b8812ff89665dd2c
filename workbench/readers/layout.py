"""The form of a table: what parts its columns, where its header is, what the columns are called."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from workbench.readers.source import Head

_DELIMITERS = (",", "\t", ";", "|")
#: The header is among this many first rows.
_MOST_ABOVE = 30
_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d:\d\d")


@dataclass(frozen=True)
class Table:
    """The form of a table: its delimiter, the names of its columns (none without a header) and some of its rows.

    `lines` and `records` are how many of each stand above the header.
    """

    delimiter: str
    header: list[str]
    sample: list[list[str]]
    lines: int = 0
    records: int = 0

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.header or self.sample[0])

    def called(self, place: int | str) -> str:
        """What the column is called, or the constant that stands for one."""
        if isinstance(place, str):
            return place
        return self.header[place] if self.header else f"#{place + 1}"


def header_of(head: Head) -> list[str]:
    """The names of the columns of the table in `head`, none where there is no table."""
    delimiter = delimiter_of(head)
    return layout(head, delimiter).header if delimiter else []


def sample_of(head: Head) -> list[list[str]]:
    """Some of the rows of the table in `head`, none where there is no table."""
    delimiter = delimiter_of(head)
    return layout(head, delimiter).sample if delimiter else []


@lru_cache(maxsize=8)
def layout(head: Head, delimiter: str) -> Table:
    """The table, with its header: the first row that is as wide as the table and at least half filled.

    What tools write above it (a title, the query, the period) is narrower, or hardly filled.
    """
    rows = first_rows(head, delimiter, 200)
    width, begin = _extent([row for row, _, _ in rows])
    place = begin
    for number, (row, _, _) in enumerate(rows[begin:_MOST_ABOVE], begin):
        if len(row) == width and _filled(row) * 2 >= width:
            place = number
            break
    names = [name.strip() for name in rows[place][0]] if rows else []
    _, lines, records = rows[place] if place else ([], 0, 0)
    return Table(delimiter, names, [row for row, _, _ in rows[place + 1 :]], lines, records)


def _extent(rows: list[list[str]]) -> tuple[int, int]:
    """How many fields the table in `rows` has, and the first row that could be its header.

    As many as most rows have; the first row decides where two numbers are as frequent. But below a few narrower rows,
    where all rows from one on that reads like a header are as wide, those are the table, however few they be.
    """
    counts = Counter(len(row) for row in rows)
    most = max(counts, key=lambda width: (counts[width], width == len(rows[0])), default=0)
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        wider = len(row) > max(most, 2) and all(len(above) < len(row) for above in rows[:place])
        same = sum(len(below) == len(row) for below in rows[place:])
        if wider and _is_header(row) and same * 10 >= len(rows[place:]) * 9:
            return len(row), place
    return most, 0


def _is_header(row: list[str]) -> bool:
    """Whether the fields of `row` could be names: nearly all of them there, none twice, no number among them."""
    names = [name.strip() for name in row if name.strip()]
    wordy = all(len(name) < 80 and re.search(r"[^\W\d]", name) and "//" not in name for name in names)
    return wordy and len(set(names)) == len(names) and len(names) * 5 >= len(row) * 4 and not _DATED.search(row[0])


def _filled(row: list[str]) -> int:
    return sum(1 for field in row if field.strip())


@lru_cache(maxsize=8)
def delimiter_of(head: Head) -> str | None:
    """The delimiter that cuts half of the first records or more into as many fields, and into the most; None without.

    Where the first record is not as wide as the table, it has to be nearly all of the others.
    """
    if head.is_json or head.is_binary or head.text.lstrip().startswith("<"):
        return None
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        rows = [row for row, _, _ in first_rows(head, delimiter, 50 + _MOST_ABOVE)]
        width, begin = _extent(rows)
        if rows and len(rows[0]) != width:
            rows = rows[max(begin, next(place for place, row in enumerate(rows) if len(row) == width)) :]
            enough = sum(len(row) == width for row in rows) * 10 >= len(rows) * 9
        else:
            enough = sum(len(row) == width for row in rows) * 2 >= len(rows)
        several = sum(len(row) == width for row in rows) >= 2 or (len(rows) == 1 and width > 2)
        if width > 1 and several and enough and (best is None or width > best[0]):
            best = (width, delimiter)
    return best[1] if best else None


def first_rows(head: Head, delimiter: str, count: int) -> list[tuple[list[str], int, int]]:
    """The first rows that are not blank, each with how many lines and records stand above it.

    A line with a quotation mark that closes nowhere is passed over, though counted.
    """
    lines = _lines(head)
    rows: list[tuple[list[str], int, int]] = []
    at, records = 0, 0
    while at < len(lines) and len(rows) <= count:
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter)
        try:
            row = next(reader, [])
            open_end = at + reader.line_num == len(lines) and reader.line_num > 1 and (head.whole or len(rows) < 20)
        except csv.Error:
            break
        step = 1 if open_end and _never_closes(lines[at:]) else reader.line_num
        if step == reader.line_num and any(field.strip() for field in row):
            rows.append((row, at, records))
        at, records = at + step, records + (any(row) or len(row) > 1)
    return rows if head.whole and len(rows) <= count else rows[:-1] or rows


@lru_cache(maxsize=8)
def _lines(head: Head) -> list[str]:
    return [line + "\n" for line in head.text.replace("\0", "").split("\n")]


def _never_closes(lines: list[str]) -> bool:
    return "".join(lines).count('"') % 2 == 1
